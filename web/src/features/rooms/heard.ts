import type { EventType } from '~/lib/wire/types';

/** Everything that changes what is seen in an open room. */
export const EVENTS = [
  'rooms.message_sent',
  'rooms.message_unsent',
  'rooms.member_joined',
  'rooms.member_left',
  'rooms.room_changed',
  'receipts.cursors_moved',
  'receipts.counted',
  'receipts.acknowledged',
  'receipts.acknowledgement_withdrawn',
  'receipts.told_in_person',
  'receipts.told_withdrawn',
] as const satisfies EventType[];
