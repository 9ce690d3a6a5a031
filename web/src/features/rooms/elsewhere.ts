import { session } from '~/features/accounts';
import type { Me, Room } from '~/lib/wire/types';

/** Who from elsewhere reads in a room: nobody is warned of himself. */
export interface Elsewhere {
  /** For a member everybody from outside, for a guest the other ones. */
  count: number;
  names: string[];
  /** For a guest: the organisation whose people read here, and how many they are; null for its own members. */
  hosts: { name: string; count: number } | null;
}

export function elsewhereOf(
  room: Pick<Room, 'members' | 'outside' | 'outside_affiliations'>,
  me: Pick<Me, 'kind' | 'affiliation' | 'organisation'> | null,
): Elsewhere {
  const { outside, outside_affiliations: names } = room;
  if (me?.kind !== 'guest') return { count: outside, names, hosts: null };
  const count = Math.max(0, outside - 1);
  const others = names.filter((name) => name !== me.affiliation);
  // Where nobody else has another name, the others come from where this person does.
  const left = others.length > 0 ? others : names;
  const hosts = { name: me.organisation.name, count: room.members - outside };
  return { count, names: count > 0 ? left : [], hosts };
}

/** The same for whoever is signed in. */
export const elsewhere = (room: Room): Elsewhere => elsewhereOf(room, session.me);
