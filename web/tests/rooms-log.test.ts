import { describe, expect, it } from 'vitest';
import { asksFirst, sends } from '~/features/rooms/drafts';
import { applied, atEnd, atStart, merged, NOTHING, put, unreadAfter } from '~/features/rooms/log';
import { dayAt, indexOf, rowsOf } from '~/features/rooms/rows';
import { aboutOutside, organisations, parts, previewOf, systemLine } from '~/features/rooms/words';
import type { Queued } from '~/lib/db';
import { cursor, event, ME, message, person, room, ROOM, who } from './rooms-world';

const page = (from: number, to: number, head = to) => ({
  items: Array.from({ length: to - from + 1 }, (_, i) => message(from + i)),
  first_no: 1,
  head,
});
const nos = (log: { items: { no: number }[] }) => log.items.map((one) => one.no);

describe('the messages at hand', () => {
  it('grow in both directions without gaps', () => {
    let log = merged(NOTHING, page(5, 6, 8));
    expect([atStart(log), atEnd(log)]).toEqual([false, false]);
    log = merged(merged(log, page(1, 4, 8)), page(6, 8, 8));
    expect(nos(log)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([atStart(log), atEnd(log)]).toEqual([true, true]);
  });

  it('are replaced by a stretch that does not touch them', () => {
    expect(nos(merged(merged(NOTHING, page(20, 22, 22)), page(3, 5, 22)))).toEqual([3, 4, 5]);
  });

  it('take in what is written, and wait where something is missing between', () => {
    const log = merged(NOTHING, page(1, 3));
    const next = applied(log, event(1, 'rooms.message_sent', message(4)), ME);
    expect(nos(next)).toEqual([1, 2, 3, 4]);
    const gap = applied(next, event(2, 'rooms.message_sent', message(6)), ME);
    expect(nos(gap)).toEqual([1, 2, 3, 4]);
    expect(atEnd(gap)).toBe(false);
  });

  it('are what the server would answer: snapshot and events', () => {
    const cursors = [cursor(ME, 3), cursor('sato', 3), cursor('mori', 2)];
    let log = { ...merged(NOTHING, page(1, 3)), cursors };
    const story = [
      event(104, 'rooms.message_sent', message(4, { sender: ME })),
      event(105, 'receipts.cursors_moved', { room: ROOM, moves: [['sato', 4]] }),
      event(106, 'rooms.member_joined', {
        ...who('okada', { kind: 'guest', affiliation: null, outside: true }),
        from_no: 1,
        start_no: 4,
      }),
      event(
        107,
        'rooms.message_sent',
        message(5, { seq: 107, sender: ME, reply_to: { no: 4, sender_name: '山本', text: 'x' } }),
      ),
      event(108, 'receipts.acknowledged', { no: 4, account: 'sato', name: '佐藤', at: '' }),
      event(109, 'rooms.member_left', { ...who('mori'), why: 'left' }),
      event(110, 'rooms.message_unsent', { no: 4 }),
    ];
    for (const one of story)
      log = { ...applied(log, one, ME), cursors: applied(log, one, ME).cursors ?? [] };
    expect(log.items.slice(3)).toMatchObject([
      { no: 4, text: null, read: 0, audience: 0, acknowledged: { count: 0 } },
      { no: 5, read: 0, audience: 3, reply_to: { text: null } },
    ]);
  });

  it('know one’s own message by its number', () => {
    const log = put(merged(NOTHING, page(1, 3)), message(4, { client_id: 'c' }));
    expect(nos(log)).toEqual([1, 2, 3, 4]);
    expect(nos(put(log, message(4, { client_id: 'c', text: 'again' })))).toEqual([1, 2, 3, 4]);
  });

  it('tell how many are unread after a cursor, where all of them are at hand', () => {
    const log = merged(NOTHING, page(3, 6));
    expect(unreadAfter(log, 4, ME)).toBe(2);
    expect(unreadAfter(log, 1, ME)).toBe(null);
    expect(unreadAfter({ ...log, head: 9 }, 4, ME)).toBe(null);
  });
});

describe('the rows of a room', () => {
  const options = { me: ME, readBefore: null, start: false };
  const at = (minute: number) => `2026-11-20T05:${String(minute).padStart(2, '0')}:00Z`;
  const kinds = (rows: ReturnType<typeof rowsOf>) =>
    rows.map((row) => (row.kind === 'message' ? (row.first ? 'first' : 'next') : row.kind));

  it('put one name over what somebody writes within five minutes', () => {
    const log = [
      message(1, { sent_at: at(0) }),
      message(2, { sent_at: at(4) }),
      message(3, { sent_at: at(9) }),
      message(4, { sent_at: at(9), sender: 'mori' }),
      message(5, { sent_at: at(9), sender: 'mori', unsent_at: at(10) }),
      message(6, { sent_at: at(9), sender: 'mori' }),
    ];
    expect(kinds(rowsOf(log, [], options))).toEqual([
      'day',
      'first',
      'next',
      'first',
      'first',
      'system',
      'first',
    ]);
  });

  it('divide before the first unread message of somebody else', () => {
    const log = [
      message(1),
      message(2, { sender: ME }),
      message(3, { kind: 'system' }),
      message(4),
    ];
    const rows = rowsOf(log, [], { ...options, readBefore: 1 });
    expect(kinds(rows)).toEqual(['day', 'first', 'first', 'system', 'divider', 'first']);
    expect(indexOf(rows, 4)).toBe(5);
    expect(dayAt(rows, 5)).toBe(log[0]?.sent_at);
  });

  it('show what waits last, and once', () => {
    const item = { client_id: 'c', written_at: '2026-11-21T05:00:00Z' } as Queued;
    expect(kinds(rowsOf([message(1)], [item], options))).toEqual(['day', 'first', 'day', 'queued']);
    expect(kinds(rowsOf([message(1, { client_id: 'c' })], [item], options))).toEqual([
      'day',
      'first',
    ]);
  });
});

describe('the words of a room', () => {
  const t = (id: string, args: Record<string, string | number> = {}) =>
    [id, ...Object.values(args)].join('|');
  const system = {
    what: 'joined',
    accounts: [person('okada', { outside: true })],
    count: 1,
    by: null,
    name: null,
  } as const;

  it('tell of outsiders apart', () => {
    const line = message(1, {
      kind: 'system',
      system: { ...system, accounts: [...system.accounts] },
    });
    expect(aboutOutside(line)).toBe(true);
    expect(systemLine(line, t)).toContain('rooms-system_joined|rooms-outside_from|okada|防災課');
    const by = { ...system, accounts: [...system.accounts], by: person('sato') };
    expect(systemLine(message(1, { kind: 'system', system: by }), t)).toContain('system_added');
  });

  it('keep names whole', () => {
    const line = message(1, {
      kind: 'system',
      system: { ...system, accounts: [person('岡田 千代')] },
    });
    const plain = (id: string, args: Record<string, string | number> = {}) =>
      id === 'rooms-name' ? `${args.name}さん` : `${args.who}が参加しました`;
    expect(parts(systemLine(line, plain, true))).toEqual([
      { text: '岡田 千代', together: true },
      { text: 'さんが参加しました', together: false },
    ]);
    expect(systemLine(line, plain)).toBe('岡田 千代さんが参加しました');
  });

  it('put the sender before the preview, except where there are two', () => {
    expect(previewOf(room(), ME, t)).toBe('rooms-preview|佐藤|message 10');
    expect(previewOf(room({ kind: 'direct' }), ME, t)).toBe('message 10');
    expect(previewOf(room({ last: message(1, { sender: ME }) }), ME, t)).toContain('rooms-me');
    expect(previewOf(room({ last: null }), ME, t)).toBe('');
  });

  it('name a few organisations', () => {
    expect(
      organisations(['a', 'b', 'c', 'd'], 3, (id, args) =>
        id === 'rooms-comma' ? ',' : String(args?.list) + '…',
      ),
    ).toBe('a,b,c…');
  });
});

describe('Enter', () => {
  const key = {
    key: 'Enter',
    keyCode: 13,
    isComposing: false,
    shiftKey: false,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
  };
  const desk = { enterSends: true, phone: false };
  it('sends on a desktop, and never in the middle of a word', () => {
    expect(sends(key, desk)).toBe(true);
    expect(sends({ ...key, isComposing: true }, desk)).toBe(false);
    expect(sends({ ...key, keyCode: 229 }, desk)).toBe(false);
    expect(sends({ ...key, shiftKey: true }, desk)).toBe(false);
    expect(sends(key, { ...desk, phone: true })).toBe(false);
    expect(sends(key, { ...desk, enterSends: false })).toBe(false);
    expect(sends({ ...key, ctrlKey: true }, { ...desk, enterSends: false })).toBe(true);
  });

  it('asks once where a room has become wider', () => {
    expect(asksFirst(0, { kind: 'group', outside: 2 }, false)).toBe(true);
    expect(asksFirst(2, { kind: 'group', outside: 2 }, false)).toBe(false);
    expect(asksFirst(0, { kind: 'direct', outside: 1 }, false)).toBe(false);
  });

  it('asks each time in simple mode, where anybody from outside reads', () => {
    expect(asksFirst(2, { kind: 'group', outside: 2 }, true)).toBe(true);
    expect(asksFirst(0, { kind: 'group', outside: 0 }, true)).toBe(false);
    expect(asksFirst(0, { kind: 'direct', outside: 1 }, true)).toBe(false);
  });
});
