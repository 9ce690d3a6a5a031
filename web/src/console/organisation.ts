import type { Organisation, OrganisationChange } from '~/lib/wire/types';

const HOUR = 3600;
const DAY = 24 * HOUR;
const OFFERED = [HOUR, DAY, 7 * DAY];

/** One choice of how long a message can be taken back: its seconds, and the words that say them. */
export interface UnsendChoice {
  seconds: number;
  id: string;
  count: number;
}

/** What the screen offers, and what stands there now, should it have been set otherwise than here. */
export function unsendChoices(now: number): UnsendChoice[] {
  const all = [...new Set([...OFFERED, now])].sort((a, b) => a - b);
  return all.map((seconds) => ({ seconds, ...said(seconds) }));
}

/** Only what is different: somebody else may have changed the rest in the meantime. */
export function changeOf(typed: Required<OrganisationChange>, before: Organisation) {
  const trimmed = {
    ...typed,
    name: typed.name.trim(),
    outside_word: typed.outside_word.trim(),
    help_name: typed.help_name.trim(),
    help_phone: typed.help_phone.trim(),
  };
  const fields = Object.keys(trimmed) as (keyof OrganisationChange)[];
  const different = fields.filter((field) => trimmed[field] !== before[field]);
  return Object.fromEntries(different.map((field) => [field, trimmed[field]]));
}

/** The fields that are still to be filled in. */
export function missing(typed: Required<OrganisationChange>): (keyof OrganisationChange)[] {
  return (['name', 'outside_word'] as const).filter((field) => !typed[field].trim());
}

function said(seconds: number): { id: string; count: number } {
  if (seconds === 0) return { id: 'console-unsend_never', count: 0 };
  if (seconds % DAY === 0 && seconds > DAY)
    return { id: 'console-unsend_days', count: seconds / DAY };
  if (seconds % HOUR === 0) return { id: 'console-unsend_hours', count: seconds / HOUR };
  return { id: 'console-unsend_minutes', count: Math.max(1, Math.round(seconds / 60)) };
}
