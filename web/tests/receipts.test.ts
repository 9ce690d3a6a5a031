import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  acknowledged,
  counted,
  counter,
  joined,
  left,
  moved,
  recount,
  toAsk,
  withdrawn,
} from '~/features/receipts/figures';
import { boxes, concerns, tally } from '~/features/receipts/readers';
import { LOOK, Seen } from '~/features/receipts/seen';
import type { Readers } from '~/lib/wire/types';
import { cursor, ME, message } from './rooms-world';

describe('figures beside a message', () => {
  const cursors = [
    cursor(ME, 9),
    cursor('sato', 5),
    cursor('mori', 3, { start_no: 3 }),
    cursor('gone', 4, { end_no: 4 }),
    cursor('later', 8, { start_no: 7 }),
  ];

  it('count who was inside when it was written, without its sender', () => {
    const count = counter(cursors);
    expect(count(2, ME)).toEqual({ audience: 2, read: 2 });
    expect(count(5, ME)).toEqual({ audience: 2, read: 1 });
    expect(count(5, 'sato')).toEqual({ audience: 2, read: 1 });
    expect(count(8, ME)).toEqual({ audience: 3, read: 1 });
    expect(count(8, null)).toEqual({ audience: 4, read: 2 });
  });

  it('rise with the cursors, however often the news is heard', () => {
    const log = recount([message(8, { sender: ME })], cursors);
    const once = moved(cursors, [
      ['sato', 8],
      ['gone', 9],
      [ME, 2],
    ]);
    const again = moved(once, [
      ['sato', 8],
      ['sato', 6],
    ]);
    expect(recount(log, once)[0]).toMatchObject({ audience: 3, read: 2 });
    expect(again).toBe(once);
    expect(recount(recount(log, once), again)).toEqual(recount(log, once));
  });

  it('never fall, and leave system lines and unsent messages alone', () => {
    const list = [
      message(5, { sender: ME, read: 2, audience: 2 }),
      message(6, { kind: 'system', sender: null }),
      message(7, { sender: ME, unsent_at: '2026-11-20T05:22:00Z' }),
    ];
    expect(recount(list, cursors)).toEqual(list);
  });

  it('keep those in the audience who leave, and leave out those who come', () => {
    const now = left(joined(cursors, 'okada', 9), 'sato', 9);
    expect(counter(now)(9, ME)).toEqual({ audience: 3, read: 0 });
    expect(counter(now)(10, ME)).toEqual({ audience: 3, read: 0 });
    expect(joined(now, 'okada', 12)).toBe(now);
  });

  it('are asked for again where somebody was told in person', () => {
    const before = [message(5, { told: 1, read: 1 }), message(6, { read: 1 })];
    const after = before.map((one) => ({ ...one, read: 2 }));
    expect(toAsk(before, after)).toEqual([5]);
    expect(toAsk(before, before)).toEqual([]);
  });

  it('come without names where the owners keep these', () => {
    const [now] = counted([message(5)], [{ no: 5, read: 7, told: 1, acknowledged: 3 }]);
    expect(now).toMatchObject({ read: 7, told: 1, acknowledged: { count: 3, by: [] } });
  });
});

describe('了解', () => {
  const sato = { no: 5, account: 'sato', name: '佐藤' };
  it('is counted once, with the first three names', () => {
    let log = [message(5)];
    for (const account of ['sato', 'mori', 'ito', 'abe', ME])
      log = acknowledged(log, { no: 5, account, name: account }, ME);
    expect(log[0]?.acknowledged).toMatchObject({ count: 5, mine: true });
    expect(log[0]?.acknowledged.by.map((one) => one.account)).toEqual(['sato', 'mori', 'ito']);
    expect(acknowledged(log, { no: 5, account: ME, name: '山本' }, ME)).toBe(log);
  });

  it('can be taken back', () => {
    const pressed = acknowledged([message(5)], sato, ME);
    expect(acknowledged(pressed, sato, ME)).toBe(pressed);
    expect(withdrawn(pressed, sato, ME)[0]?.acknowledged).toEqual({
      count: 0,
      mine: false,
      by: [],
    });
    expect(withdrawn(pressed, { no: 5, account: ME }, ME)).toBe(pressed);
  });
});

describe('what counts as read', () => {
  let visible = true;
  const seen: number[] = [];
  const watch = () => new Seen({ looking: () => visible, seen: (no) => seen.push(no) });
  beforeEach(() => {
    vi.useFakeTimers();
    visible = true;
    seen.length = 0;
  });
  afterEach(() => vi.useRealTimers());

  it('is the last line, a whole second on the screen', () => {
    const eye = watch();
    eye.enter(5);
    vi.advanceTimersByTime(LOOK - 1);
    expect(seen).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(seen).toEqual([5]);
  });

  it('is not what was scrolled past', () => {
    const eye = watch();
    eye.enter(5);
    vi.advanceTimersByTime(600);
    eye.leave(5);
    eye.enter(6);
    vi.advanceTimersByTime(600);
    expect(seen).toEqual([]);
    vi.advanceTimersByTime(400);
    expect(seen).toEqual([6]);
  });

  it('is not what stood on a screen nobody looked at', () => {
    const eye = watch();
    visible = false;
    eye.enter(5);
    vi.advanceTimersByTime(60_000);
    expect(seen).toEqual([]);
    visible = true;
    eye.restart();
    vi.advanceTimersByTime(LOOK - 1);
    expect(seen).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(seen).toEqual([5]);
  });

  it('rises only, and several at once are told once', () => {
    const eye = watch();
    for (const no of [5, 6, 7]) eye.enter(no);
    vi.advanceTimersByTime(LOOK);
    eye.enter(3);
    vi.advanceTimersByTime(LOOK);
    expect(seen).toEqual([7]);
  });
});

describe('the reader list', () => {
  const who = (account: string) => ({
    account,
    name: account,
    affiliation: null,
    outside: false,
    kind: 'member' as const,
    phone: null,
  });
  const at = '2026-11-20T05:22:00Z';
  const readers: Readers = {
    taken_at: at,
    message: { no: 5, text: '鍵', sent_at: at, sender_name: '山本' },
    audience: 5,
    unread: [{ ...who('a'), never_in: true, reachable: false }],
    told: [{ ...who('b'), at, how: 'telephone', by: '山本', mine: true }],
    unknown: [{ ...who('c'), why: 'left' }],
    read: [
      { ...who('d'), read_at: at },
      { ...who('e'), read_at: at },
    ],
    acknowledged: [{ ...who('d'), at }],
    unnamed: 0,
    came_later: 1,
    restricted: false,
    reminded: null,
  };

  it('has one box for each of the audience', () => {
    const counts = tally(readers);
    expect(counts).toEqual({ acknowledged: 1, read: 1, told: 1, unread: 1, unknown: 1 });
    expect(boxes(counts)).toEqual(['acknowledged', 'read', 'told', 'unread', 'unknown']);
  });

  it('asks again only for news of its own message', () => {
    const open = new Set(['a', 'b']);
    const moves = (account: string, no: number) => ({
      type: 'receipts.cursors_moved',
      data: { moves: [[account, no]] },
    });
    expect(concerns(moves('a', 5), 5, open)).toBe(true);
    expect(concerns(moves('a', 4), 5, open)).toBe(false);
    expect(concerns(moves('d', 9), 5, open)).toBe(false);
    expect(concerns({ type: 'receipts.acknowledged', data: { no: 5 } }, 5, open)).toBe(true);
    expect(concerns({ type: 'receipts.acknowledged', data: { no: 6 } }, 5, open)).toBe(false);
  });
});
