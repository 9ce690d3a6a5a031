import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { db } from '~/lib/db';
import { Problem } from '~/lib/http';
import { Outbox } from '~/lib/outbox';
import type { Message, NewMessage } from '~/lib/wire/types';

interface Post {
  path: string;
  body: NewMessage;
}

/** A server that answers as told, and remembers what it was asked. */
function server(...answers: (number | Problem)[]) {
  const posts: Post[] = [];
  const post = (path: string, body: unknown): Promise<Message> => {
    const asked = body as NewMessage;
    posts.push({ path, body: asked });
    const answer = answers.shift();
    if (answer instanceof Problem) return Promise.reject(answer);
    return Promise.resolve({ client_id: asked.client_id, text: asked.text } as Message);
  };
  return { posts, post, said: () => posts.map((p) => `${p.path.slice(7, 8)}:${p.body.text}`) };
}
const offline = new Problem({ status: 0 });
const busy = new Problem({ status: 503, code: 'kernel.busy' }, 2);
const refused = new Problem({ status: 422, code: 'rooms.frozen', title: '送れません' });
// A page that has crashed holds no lock; these do not share one.
const alone = (work: () => Promise<void>) => work();
const box = (post: ReturnType<typeof server>['post']) =>
  new Outbox({ post, random: () => 0, exclusively: alone });

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  await db.close();
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => vi.useRealTimers());

describe('the outbox', () => {
  it('sends in the order of writing and forgets what was acknowledged', async () => {
    const { post, said } = server();
    const outbox = box(post);
    await outbox.open('suzuki');
    await Promise.all([
      outbox.add('a', { text: '1' }),
      outbox.add('b', { text: '2' }),
      outbox.add('a', { text: '3' }),
    ]);
    await vi.waitFor(() => expect(outbox.list()).toEqual([]));
    expect(said()).toEqual(['a:1', 'b:2', 'a:3']);
    expect(await db.queued('suzuki')).toEqual([]);
  });

  it('waits for the network, then sends each once under the same id', async () => {
    const { post, posts, said } = server(offline, busy);
    const outbox = box(post);
    await outbox.open('suzuki');
    await outbox.add('a', { text: '1' });
    await outbox.add('a', { text: '2' });
    await vi.waitFor(() => expect(posts).toHaveLength(1));
    expect(outbox.list('a').map((item) => item.state)).toEqual(['waiting', 'waiting']);
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.waitFor(() => expect(posts).toHaveLength(2));
    // 503 said two seconds
    await vi.advanceTimersByTimeAsync(1_900);
    expect(posts).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(200);
    await vi.waitFor(() => expect(outbox.list()).toEqual([]));
    expect(said()).toEqual(['a:1', 'a:1', 'a:1', 'a:2']);
    expect(new Set(posts.slice(0, 3).map((p) => p.body.client_id)).size).toBe(1);
  });

  it('shows nothing as written that the device does not keep yet', async () => {
    const outbox = box(() => new Promise(() => undefined));
    await outbox.open('suzuki');
    const kept: Promise<number>[] = [];
    outbox.onChange(() => kept.push(db.queued('suzuki').then((items) => items.length)));
    await outbox.add('a', { text: '1' });
    expect(await kept[0]).toBe(1);
  });

  it('survives a crash in the middle of sending', async () => {
    const never = box(() => new Promise(() => undefined));
    await never.open('suzuki');
    const kept = await never.add('a', { text: '1', reply_to: 7 });
    const { post, posts } = server();
    const outbox = box(post);
    await outbox.open('suzuki');
    await vi.waitFor(() => expect(posts).toHaveLength(1));
    expect(posts[0]?.body).toMatchObject({
      client_id: kept.client_id,
      text: '1',
      reply_to: 7,
    });
  });

  it('keeps a refused message for its writer and goes on with the others', async () => {
    const { post, said } = server(refused);
    const outbox = box(post);
    await outbox.open('suzuki');
    const bad = await outbox.add('a', { text: 'bad' });
    await outbox.add('a', { text: 'good' });
    await vi.waitFor(() => expect(said()).toEqual(['a:bad', 'a:good']));
    await vi.waitFor(() => expect(outbox.list()).toHaveLength(1));
    expect(outbox.list()[0]).toMatchObject({ state: 'failed', problem: { title: '送れません' } });
    outbox.retry(bad.client_id);
    await vi.waitFor(() => expect(outbox.list()).toEqual([]));
    expect(said()).toEqual(['a:bad', 'a:good', 'a:bad']);
  });

  it('lets go of a message the writer has put away', async () => {
    const { post } = server(refused);
    const outbox = box(post);
    await outbox.open('suzuki');
    const bad = await outbox.add('a', { text: 'bad' });
    await vi.waitFor(() => expect(outbox.list()[0]?.state).toBe('failed'));
    await outbox.discard(bad.client_id);
    expect(outbox.list()).toEqual([]);
    expect(await db.queued('suzuki')).toEqual([]);
  });

  it('sends nothing of another account', async () => {
    const first = box(server(offline).post);
    await first.open('suzuki');
    await first.add('a', { text: 'private' });
    const { post, posts } = server();
    const outbox = box(post);
    await outbox.open('tanaka');
    await outbox.flush();
    expect(posts).toEqual([]);
    expect(outbox.list()).toEqual([]);
  });

  it('takes the word of the stream that a message has arrived', async () => {
    const outbox = box(() => Promise.reject(offline));
    const sent: string[] = [];
    outbox.onSent((room, message) => sent.push(`${room} ${message.text}`));
    await outbox.open('suzuki');
    const { client_id } = await outbox.add('a', { text: '1' });
    await outbox.confirm('a', { client_id, text: '1' } as Message);
    expect(outbox.list()).toEqual([]);
    expect(sent).toEqual(['a 1']);
  });
});
