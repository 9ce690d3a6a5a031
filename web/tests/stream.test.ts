import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Link, type News } from '~/lib/link';
import { Live } from '~/lib/live';
import { FrameReader } from '~/lib/sse';
import type { Envelope } from '~/lib/wire/types';

const event = (seq: number) =>
  ({ seq, type: 'accounts.me_changed', at: '2026-11-20T05:21:00Z', data: {} }) as Envelope;
const frame = (seq: number) =>
  `id: ${seq}\nevent: accounts.me_changed\ndata: ${JSON.stringify(event(seq))}\n\n`;
const head = (seq: number, epoch = 1) =>
  `id: ${seq}\nevent: head\ndata: {"head":${seq},"epoch":${epoch}}\n\n`;

/** A server as a script: each request gets the next answer. */
function server(...script: (((url: string, accept: string) => Response) | 'refuse' | 'silent')[]) {
  const asked: string[] = [];
  const fetch = (url: unknown, init: RequestInit = {}): Promise<Response> => {
    const accept = (init.headers as Record<string, string>)['Accept'] ?? '';
    asked.push(`${String(url).replace('/api/v1/events', '')} ${accept.split('/')[1]}`);
    const step = script.shift() ?? 'silent';
    if (step === 'refuse') return Promise.reject(new TypeError('no network'));
    if (step === 'silent')
      return new Promise((_, reject) => {
        init.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      });
    return Promise.resolve(step(String(url), accept));
  };
  return { asked, fetch: fetch as typeof globalThis.fetch };
}
const streaming = (text: string) => () => new Response(text);
const told = (news: News[]) =>
  news.map((n) => ('seq' in n ? `${n.kind} ${n.seq}` : n.kind === 'end' ? `end ${n.why}` : n.kind));

function listen(fetch: typeof globalThis.fetch, since: number | null = 10) {
  const news: News[] = [];
  const ups: boolean[] = [];
  const link = new Link({
    since,
    fetch,
    random: () => 0,
    news: (n) => news.push(n),
    up: (up) => ups.push(up),
  });
  const running = link.run();
  return { link, news, ups, running };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('frames', () => {
  it('are read however the text is cut', () => {
    const text = ': hello\r\n' + head(5) + 'data: a\ndata: b\n\n';
    for (let cut = 1; cut < text.length; cut++) {
      const reader = new FrameReader();
      const frames = [...reader.push(text.slice(0, cut)), ...reader.push(text.slice(cut))];
      expect(frames).toEqual([
        { id: '5', event: 'head', data: '{"head":5,"epoch":1}' },
        { id: null, event: 'message', data: 'a\nb' },
      ]);
    }
  });
});

describe('the link', () => {
  it('goes on after a cut where it stood, and hears nothing twice', async () => {
    const { asked, fetch } = server(
      streaming(frame(11) + frame(12)),
      streaming(frame(12) + frame(13) + head(14)),
    );
    const { link, news } = listen(fetch);
    await vi.advanceTimersByTimeAsync(300);
    expect(told(news)).toEqual(['event 11', 'event 12', 'event 13', 'head 14']);
    expect(asked.slice(0, 2)).toEqual(['?since=10 event-stream', '?since=12 event-stream']);
    expect(link.cursor).toBe(14);
    link.stop();
  });

  it('waits longer after each failure, and not at all when the network is back', async () => {
    const { asked, fetch } = server('refuse', 'refuse', streaming(head(10)));
    const { link, ups } = listen(fetch);
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toHaveLength(2);
    link.hurry();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(3);
    expect(ups).toContain(true);
    link.stop();
  });

  it('turns to the long poll when a stream stays silent for 30 s', async () => {
    const poll = () =>
      Response.json({ events: [event(11)], signals: [], head: 11, epoch: 1 } as object);
    const { asked, fetch } = server('silent', poll);
    const { link, news } = listen(fetch);
    await vi.advanceTimersByTimeAsync(30_500);
    expect(asked.slice(0, 3)).toEqual([
      '?since=10 event-stream',
      '?since=10 json',
      '?since=11 json',
    ]);
    expect(told(news)).toEqual(['event 11', 'head 11']);
    link.stop();
  });

  it('turns to the long poll when streaming has failed three times', async () => {
    const { asked, fetch } = server('refuse', 'refuse', 'refuse');
    const { link } = listen(fetch);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked[3]).toBe('?since=10 json');
    link.stop();
  });

  it('passes on a reset, also when the server was restored from a backup', async () => {
    const { fetch } = server(
      streaming('event: reset\ndata: {"reset":true,"head":90}\n\n' + head(91, 1) + head(40, 2)),
    );
    const { link, news } = listen(fetch);
    await vi.advanceTimersByTimeAsync(0);
    expect(told(news)).toEqual(['reset 90', 'head 91', 'reset 40']);
    link.stop();
  });

  it('stops when the session has ended', async () => {
    const { asked, fetch } = server(streaming('event: end\ndata: {"why":"signed_out"}\n\n'));
    const { news, running } = listen(fetch);
    await running;
    expect(told(news)).toEqual(['end signed_out']);
    expect(asked).toHaveLength(1);
    const refused = listen(server(() => new Response('', { status: 401 })).fetch);
    await refused.running;
    expect(told(refused.news)).toEqual(['end not_signed_in']);
  });
});

describe('the bus', () => {
  it('hands out in order, and remembers what an answer may not know yet', () => {
    const live = new Live();
    const heard: number[] = [];
    const off = live.on('accounts.me_changed', ({ seq }) => heard.push(seq));
    for (const seq of [1, 2, 3]) live.feed(event(seq));
    live.flush();
    expect(heard).toEqual([1, 2, 3]);
    expect(live.since(1).map(({ seq }) => seq)).toEqual([2, 3]);
    off();
    live.feed(event(4));
    live.flush();
    expect(heard).toEqual([1, 2, 3]);
  });
});
