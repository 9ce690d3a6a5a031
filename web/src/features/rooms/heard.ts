import type { Envelope, EventType, Id } from '~/lib/wire/types';

/** Everything that changes what is seen in an open room. */
export const EVENTS = [
  'rooms.message_sent',
  'rooms.message_unsent',
  'rooms.message_undertaken',
  'rooms.undertaking_withdrawn',
  'rooms.member_joined',
  'rooms.member_left',
  'rooms.people_changed',
  'rooms.room_changed',
  'rooms.owner_added',
  'rooms.owner_removed',
  'receipts.cursors_moved',
  'receipts.counted',
  'receipts.acknowledged',
  'receipts.acknowledgement_withdrawn',
  'receipts.told_in_person',
  'receipts.told_withdrawn',
] as const satisfies EventType[];

/** Whether it changes names or figures of messages already at hand: only the server knows how. */
export function agesMessages(event: Envelope, me: Id): boolean {
  switch (event.type) {
    case 'rooms.people_changed':
    case 'rooms.room_changed':
      return true;
    case 'rooms.owner_added':
    case 'rooms.owner_removed':
      return event.data.account === me;
    default:
      return false;
  }
}
