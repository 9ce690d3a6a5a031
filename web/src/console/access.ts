import type { Me } from '~/lib/wire/types';

/** Administrators of the organisation, and those of some of its units. The server has the last word. */
export function administers(me: Me | null): boolean {
  return me !== null && (me.admin || me.unit_admin.length > 0);
}
