import { db } from '~/lib/db';
import type { Id, Room } from '~/lib/wire/types';

/** What stands in the field of a room and has not been sent: kept on this device until it is. */
export const drafts = {
  read: async (account: Id, room: Id): Promise<string> =>
    (await db.setting<string>(`draft ${account} ${room}`)) ?? '',
  keep: (account: Id, room: Id, text: string) =>
    db.keepSetting(`draft ${account} ${room}`, text || undefined),
};

/** How many outsiders this device has already been asked about, room by room. */
export const width = {
  read: async (account: Id, room: Id): Promise<number> =>
    (await db.setting<number>(`width ${account} ${room}`)) ?? 0,
  keep: (account: Id, room: Id, outside: number) =>
    db.keepSetting(`width ${account} ${room}`, outside),
};

/**
 * Whether to ask before words go out: more people from outside read here than when one was last asked.
 * In simple mode whenever there are any. In a talk with one of them it is plain.
 */
export function asksFirst(
  known: number,
  room: Pick<Room, 'outside' | 'kind'>,
  simple: boolean,
): boolean {
  return room.kind !== 'direct' && room.outside > (simple ? 0 : known);
}

export const TEXT_LIMIT = 10_000;
/** From here on the field says how much room is left. */
export const NEAR_LIMIT = 500;

/** Enter sends only where a keyboard is, and never while a word is being converted. */
export function sends(
  event: Pick<
    KeyboardEvent,
    'key' | 'keyCode' | 'isComposing' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'
  >,
  { enterSends, phone }: { enterSends: boolean; phone: boolean },
): boolean {
  // 229: browsers that end the conversion before they tell of the key (Safari).
  if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return false;
  if (event.ctrlKey || event.metaKey) return true;
  return enterSends && !phone && !event.shiftKey && !event.altKey;
}
