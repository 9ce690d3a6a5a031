import { describe, expect, it } from 'vitest';
import { applied, placed, readTo, type TalksState } from '~/features/rooms/live';
import type { Envelope, Person, Room } from '~/lib/wire/types';
import { event, ME, message, room, ROOM, who } from './rooms-world';

const state = (...items: Room[]): TalksState => ({ items, seq: 100, own: {} });
function after(begin: TalksState, ...events: Envelope[]) {
  const asked: string[] = [];
  const end = events.reduce((now, one) => {
    const { state: next, ask } = applied(now, one, ME);
    if (ask) asked.push(ask);
    return next;
  }, begin);
  return { items: end.items, room: end.items.find((one) => one.id === ROOM), asked, end };
}
const sent = (seq: number, no: number, more = {}) =>
  event(seq, 'rooms.message_sent', message(no, more));

describe('the talk list', () => {
  it('counts what others write, and neither one’s own words nor those of the system', () => {
    const { room: now } = after(
      state(room()),
      sent(101, 11),
      sent(102, 12, { sender: ME }),
      sent(103, 13, { kind: 'system', sender: null }),
    );
    expect(now).toMatchObject({ unread: 1, head: 13, last: { no: 13 } });
  });

  it('does not change when an event is heard twice', () => {
    const events = [
      sent(101, 11),
      event(102, 'rooms.member_joined', {
        ...who('okada', { kind: 'guest', affiliation: 'あおば商店', outside: true }),
        from_no: 1,
        start_no: 11,
      }),
      event(103, 'rooms.message_unsent', { no: 11 }),
    ];
    const once = after(state(room()), ...events);
    const twice = after(state(room()), ...events, ...events);
    expect(twice.items).toEqual(once.items);
    expect(once.room).toMatchObject({
      unread: 0,
      members: 5,
      outside: 2,
      outside_affiliations: ['南浜自治会', 'あおば商店'],
      last: { text: null },
    });
  });

  it('puts the room last written in first', () => {
    const other = room({ id: 'assembly', last: message(3, { seq: 99 }), head: 3 });
    const { items } = after(
      state(room(), other),
      event(101, 'rooms.message_sent', message(4, { seq: 300 }), { room: 'assembly' }),
    );
    expect(items.map((one) => one.id)).toEqual(['assembly', ROOM]);
  });

  it('forgets what another device has read', () => {
    const begin = state(room({ cursor: 7, unread: 3 }));
    const moves = (no: number) =>
      event(101, 'receipts.cursors_moved', {
        room: ROOM,
        moves: [
          ['sato', 10],
          [ME, no],
        ],
      });
    expect(after(begin, moves(10))).toMatchObject({ room: { unread: 0, cursor: 10 }, asked: [] });
    expect(after(begin, moves(9))).toMatchObject({ room: { cursor: 9 }, asked: [ROOM] });
  });

  it('loses the room one has left, and asks for one that is new', () => {
    const gone = event(101, 'rooms.member_left', { ...who(ME), why: 'removed' });
    expect(after(state(room()), gone).items).toEqual([]);
    const fresh = event(102, 'rooms.message_sent', message(1), { room: 'new' });
    expect(after(state(room()), fresh).asked).toEqual(['new']);
  });

  it('asks who is still there when somebody from outside leaves, and only then', () => {
    const left = (more: Partial<Person>) =>
      after(state(room()), event(101, 'rooms.member_left', { ...who('x', more), why: 'left' }));
    expect(left({ outside: true })).toMatchObject({ room: { members: 3 }, asked: [ROOM] });
    expect(left({})).toMatchObject({ room: { members: 3 }, asked: [] });
    expect(left({ suspended: true })).toMatchObject({ room: { members: 4 }, asked: [] });
  });

  it('knows a new name, new rules and new owners', () => {
    const { room: now } = after(
      state(room()),
      event(101, 'rooms.room_changed', { name: '南浜', reader_list: 'owners', history: 'all' }),
      event(102, 'rooms.owner_added', { account: ME }),
    );
    expect(now).toMatchObject({ name: '南浜', reader_list: 'owners', owner: true });
  });

  it('asks again when its people are shown otherwise, or somebody asks to be let in', () => {
    for (const one of [
      event(101, 'rooms.people_changed', {}),
      event(101, 'rooms.application_made', { id: 'a' }),
      event(101, 'rooms.application_closed', { id: 'a' }),
      event(101, 'rooms.owner_added', { account: ME }),
    ])
      expect(after(state(room()), one).asked).toEqual([ROOM]);
  });

  it('takes an answer asked for apart, unless it is older than what was heard', () => {
    const { end } = after(state(room()), sent(105, 11));
    expect(placed(end, room({ unread: 9 }), 103).items[0]?.unread).toBe(1);
    const fresh = placed(end, room({ unread: 9 }), 110);
    expect(fresh.items[0]?.unread).toBe(9);
    expect(applied(fresh, sent(108, 12), ME).state.items[0]?.unread).toBe(9);
  });

  it('lowers the count at once while one reads', () => {
    const begin = state(room({ cursor: 7, unread: 3 }));
    expect(readTo(begin, ROOM, 8, 2).items[0]).toMatchObject({ cursor: 8, unread: 2 });
    expect(readTo(begin, ROOM, 8, null).items[0]).toMatchObject({ unread: 3 });
    expect(readTo(begin, ROOM, 10, null).items[0]).toMatchObject({ unread: 0 });
    expect(readTo(begin, ROOM, 5, 9)).toBe(begin);
  });
});
