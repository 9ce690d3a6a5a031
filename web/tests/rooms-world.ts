import type {
  Cursor,
  Envelope,
  EventMap,
  EventType,
  Id,
  Message,
  Person,
  Room,
} from '~/lib/wire/types';

/** Made-up rooms, messages and events for the tests of rooms and receipts. */
export const ME = 'yamamoto';
export const ROOM = 'minami';

export const person = (id: Id, more: Partial<Person> = {}): Person => ({
  id,
  name: id,
  kind: 'member',
  affiliation: '防災課',
  outside: false,
  suspended: false,
  ...more,
});

export const message = (no: number, more: Partial<Message> = {}): Message => ({
  id: `m${no}`,
  no,
  seq: 100 + no,
  client_id: null,
  kind: 'text',
  sender: 'sato',
  sender_name: '佐藤 花子',
  sender_affiliation: '防災課',
  sender_outside: false,
  text: `message ${no}`,
  sent_at: '2026-11-20T05:21:00Z',
  unsent_at: null,
  forwarded: false,
  reply_to: null,
  system: null,
  audience: 0,
  read: 0,
  told: 0,
  acknowledged: { count: 0, mine: false, by: [] },
  undertaken: [],
  ...more,
});

/** What is told of somebody who comes or goes. */
export const who = (account: Id, more: Partial<Person> = {}) => {
  const { name, kind, affiliation, outside, suspended } = person(account, more);
  return { account, name, kind, affiliation, outside, suspended };
};

export const room = (more: Partial<Room> = {}): Room => ({
  id: ROOM,
  kind: 'group',
  name: '南浜地区 防災連絡',
  peer: null,
  unit: null,
  owner: false,
  members: 4,
  outside: 1,
  outside_affiliations: ['南浜自治会'],
  head: 10,
  cursor: 10,
  unread: 0,
  from_no: 1,
  start_no: 0,
  history: 'all',
  reader_list: 'everyone',
  applications: 0,
  last: message(10),
  ...more,
});

export const cursor = (account: Id, no: number, more: Partial<Cursor> = {}): Cursor => ({
  account,
  start_no: 0,
  end_no: null,
  no,
  ...more,
});

export const event = <T extends EventType>(
  seq: number,
  type: T,
  data: EventMap[T],
  more: { room?: Id; actor?: Id } = {},
): Envelope =>
  ({ seq, type, at: '2026-11-20T06:00:00Z', room: ROOM, actor: 'sato', data, ...more }) as Envelope;
