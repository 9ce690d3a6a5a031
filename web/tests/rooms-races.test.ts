import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RoomLog } from '~/features/rooms/log.svelte';
import { db } from '~/lib/db';
import { live } from '~/lib/live';
import type { Cursor, Message, MessagePage } from '~/lib/wire/types';
import { cursor, event, ME, message, ROOM, who } from './rooms-world';

const page = (items: Message[], head: number): MessagePage => ({
  items,
  next: null,
  first_no: 1,
  head,
});
const from = (first: number, last: number, more: Partial<Message> = {}) =>
  Array.from({ length: last - first + 1 }, (_, i) => message(first + i, more));

/** What the server answers, by what is asked: messages with the query's first word, and cursors. */
type Answer = { seq: number; body: MessagePage | { items: Cursor[]; next: null } };
let answers: Record<string, Answer>;
let asked: string[];
let log: RoomLog;

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', (url: string) => {
    const { pathname, search } = new URL(url, 'http://kairan');
    const what = pathname.endsWith('/cursors') ? 'cursors' : search.slice(1).split('&')[0];
    asked.push(what ?? '');
    const { seq, body } = answers[what ?? ''] ?? { seq: 0, body: page([], 0) };
    return Promise.resolve(
      new Response(JSON.stringify(body), { headers: { 'Kairan-Seq': String(seq) } }),
    );
  });
  log = new RoomLog(ROOM, ME);
});

afterEach(async () => {
  log.close();
  await db.forget();
  live.reset();
  vi.unstubAllGlobals();
});

const cursors = (seq: number, ...items: Cursor[]): Answer => ({ seq, body: { items, next: null } });
const of = (no: number) => log.items.find((one) => one.no === no);

describe('an answer and the stream', () => {
  it('a page of older ones keeps nothing of the news from the others', async () => {
    answers = {
      'limit=50': { seq: 450, body: page(from(51, 100), 100) },
      'before=51': { seq: 500, body: page(from(1, 50), 100) },
      cursors: cursors(450, cursor(ME, 100), cursor('mori', 90)),
    };
    await log.open(undefined);
    live.feed(event(498, 'receipts.cursors_moved', { room: ROOM, moves: [['mori', 100]] }));
    live.feed(event(499, 'rooms.message_unsent', { no: 80 }));
    await log.older();
    live.flush();
    expect(of(1)).toBeDefined();
    expect(of(80)?.text).toBeNull();
    expect(of(100)?.read).toBe(of(100)?.audience);
  });

  it('opening a room, the cursors hear what the messages show already, and the other way round', async () => {
    const by = (...names: string[]) => ({
      acknowledged: {
        count: 3 + names.length,
        mine: false,
        by: ['a', 'b', 'c'].map((account) => ({ account, name: account })),
      },
    });
    answers = {
      'limit=50': { seq: 500, body: page([message(1, { sender: ME, ...by('okada') })], 1) },
      cursors: cursors(480, cursor(ME, 1), cursor('sato', 0)),
    };
    const opened = log.open(undefined);
    live.feed(event(490, 'receipts.cursors_moved', { room: ROOM, moves: [['sato', 1]] }));
    const okada = { no: 1, account: 'okada', name: '岡田', at: '' };
    live.feed(event(495, 'receipts.acknowledged', okada));
    await opened;
    live.flush();
    expect(of(1)).toMatchObject({ audience: 1, read: 1, acknowledged: { count: 4 } });
    live.feed(event(501, 'receipts.acknowledged', { ...okada, account: 'mori' }));
    live.flush();
    expect(of(1)?.acknowledged.count).toBe(5);
  });

  it('one who left before the cursors were read does not come in again by what was late', async () => {
    const gone = cursor('mori', 1, { end_no: 1 });
    answers = {
      'limit=50': { seq: 500, body: page([message(1), message(2)], 2) },
      cursors: cursors(500, cursor(ME, 2), cursor('sato', 2), gone),
    };
    await log.open(undefined);
    live.feed(event(490, 'rooms.member_joined', { ...who('mori'), from_no: 1, start_no: 0 }));
    live.flush();
    expect(log.state.cursors).toHaveLength(3);
  });

  it('after an absence everything at hand is read again, not only the last page', async () => {
    answers = {
      'limit=50': { seq: 450, body: page(from(51, 100), 100) },
      'before=51': { seq: 450, body: page(from(1, 50), 100) },
      cursors: cursors(450),
    };
    await log.open(undefined);
    await log.older();
    answers = {
      'limit=50': { seq: 900, body: page(from(51, 100), 100) },
      'after=0': { seq: 900, body: page(from(1, 100, { text: null, unsent_at: 'now' }), 100) },
      cursors: cursors(900),
    };
    live.reset();
    await vi.waitFor(() => expect(of(1)?.text).toBeNull());
  });

  it('a page that holds everything is not asked for twice', async () => {
    answers = { 'limit=50': { seq: 450, body: page(from(1, 9), 9) }, cursors: cursors(450) };
    await log.open(undefined);
    expect(asked.sort()).toEqual(['cursors', 'limit=50']);
  });
});
