import { FrameReader, type Frame } from '~/lib/sse';
import type { End, Envelope, LongPoll, Signal } from '~/lib/wire/types';

/** What comes out of the link, in order. `prev` is the position before it: a listener that stood elsewhere has missed something. */
export type News =
  | { kind: 'event'; prev: number; seq: number; event: Envelope }
  | { kind: 'head'; prev: number; seq: number }
  | { kind: 'reset'; seq: number }
  | { kind: 'signal'; signal: Signal }
  | { kind: 'end'; why: End['why'] | 'not_signed_in' };

export interface LinkOptions {
  since: number | null;
  news: (news: News) => void;
  /** true: we hear the server; false: we have lost it and try again. */
  up: (up: boolean) => void;
  fetch?: typeof fetch;
  random?: () => number;
}

const URL_EVENTS = '/api/v1/events';
/** The server sends a head every 20 s; half as long again without one, and something holds the stream back. */
const SILENCE = 30_000;
/** A proxy that holds streams back rarely stops doing so; still, ask again now and then. */
const POLL_FOR = 10 * 60_000;
const LONGEST_WAIT = 30_000;

/** Keeps one connection to the server's log: a stream, or a long poll where streams do not come through. */
export class Link {
  #cursor: number | null;
  #epoch: string | number | null = null;
  #failures = 0;
  #streamFailures = 0;
  #pollUntil = 0;
  #stopped = false;
  #abort = new AbortController();
  #wake: () => void = () => undefined;
  readonly #options: LinkOptions;
  readonly #fetch: typeof fetch;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#cursor = options.since;
    this.#fetch = options.fetch ?? ((...args) => fetch(...args));
  }

  get cursor(): number | null {
    return this.#cursor;
  }

  async run(): Promise<void> {
    while (!this.#stopped) {
      this.#abort = new AbortController();
      const streaming = Date.now() >= this.#pollUntil;
      const heard = await (streaming ? this.#stream() : this.#poll()).catch(() => false);
      if (this.#stopped) return;
      if (heard) this.#failures = 0;
      if (streaming) this.#judgeStream(heard);
      if (heard && !streaming) continue;
      this.#options.up(false);
      await this.#pause(this.#wait());
      this.#failures += 1;
    }
  }

  /** The network is back or somebody looks again: do not sit out the rest of a pause. */
  hurry(): void {
    this.#wake();
  }

  /** The network is gone: do not wait for the silence to be noticed. */
  cut(): void {
    this.#abort.abort();
  }

  stop(): void {
    this.#stopped = true;
    this.#abort.abort();
    this.#wake();
  }

  async #stream(): Promise<boolean> {
    let heard = false;
    const answer = await this.#open('text/event-stream');
    if (!answer?.body) return false;
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    const frames = new FrameReader();
    let silence = this.#listen();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return heard;
        for (const frame of frames.push(value)) {
          clearTimeout(silence);
          silence = this.#listen();
          if (!heard) this.#options.up(true);
          heard = true;
          this.#frame(frame);
        }
      }
    } catch {
      // Cut in the middle: what we have heard stays heard.
      return heard;
    } finally {
      clearTimeout(silence);
    }
  }

  async #poll(): Promise<boolean> {
    const silence = this.#listen(2 * SILENCE);
    try {
      const answer = await this.#open('application/json');
      if (!answer) return false;
      const told = (await answer.json()) as LongPoll;
      this.#options.up(true);
      if (told.reset) this.#reset(told.head);
      for (const event of told.events ?? []) this.#event(event);
      for (const signal of told.signals ?? []) this.#options.news({ kind: 'signal', signal });
      this.#head(told.head, told.epoch ?? null);
      return true;
    } finally {
      clearTimeout(silence);
    }
  }

  async #open(accept: string): Promise<Response | null> {
    const since = this.#cursor === null ? '' : `?since=${this.#cursor}`;
    // Until the answer's head arrives nothing is certain: a proxy may hold that back, too.
    const silence = this.#listen(accept === 'application/json' ? 2 * SILENCE : SILENCE);
    const answer = await this.#fetch(URL_EVENTS + since, {
      headers: { Accept: accept },
      cache: 'no-store',
      signal: this.#abort.signal,
    }).finally(() => clearTimeout(silence));
    if (answer.status === 401) this.#end('not_signed_in');
    return answer.ok ? answer : null;
  }

  #frame(frame: Frame): void {
    const data: unknown = JSON.parse(frame.data);
    if (frame.event === 'head') {
      const { head, epoch } = data as { head: number; epoch?: string | number };
      this.#head(head, epoch ?? null);
    } else if (frame.event === 'reset') this.#reset((data as { head: number }).head);
    else if (frame.event === 'signal')
      this.#options.news({ kind: 'signal', signal: data as Signal });
    else if (frame.event === 'end') this.#end((data as End).why);
    else this.#event(data as Envelope);
  }

  #event(event: Envelope): void {
    const prev = this.#cursor ?? event.seq - 1;
    // After a reconnection the same event may come twice.
    if (event.seq <= prev) return;
    this.#cursor = event.seq;
    this.#options.news({ kind: 'event', prev, seq: event.seq, event });
  }

  #head(head: number, epoch: string | number | null): void {
    const prev = this.#cursor ?? head;
    const restored = epoch !== null && this.#epoch !== null && epoch !== this.#epoch;
    this.#epoch = epoch ?? this.#epoch;
    if (restored) return this.#reset(head);
    if (head < prev) return;
    this.#cursor = head;
    this.#options.news({ kind: 'head', prev, seq: head });
  }

  #reset(head: number): void {
    this.#cursor = head;
    this.#options.news({ kind: 'reset', seq: head });
  }

  #end(why: End['why'] | 'not_signed_in'): void {
    // Only these are final; after anything else one comes back and reads on from where one stands.
    if (why !== 'signed_out' && why !== 'suspended' && why !== 'not_signed_in') return;
    this.#stopped = true;
    this.#options.news({ kind: 'end', why });
  }

  #judgeStream(heard: boolean): void {
    this.#streamFailures = heard ? 0 : this.#streamFailures + 1;
    if (this.#streamFailures < 3) return;
    this.#streamFailures = 0;
    this.#pollUntil = Date.now() + POLL_FOR;
  }

  /** Cuts the connection when nothing comes. A first stream that stays silent sends us to the long poll at once. */
  #listen(patience = SILENCE): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      if (patience === SILENCE) this.#streamFailures = 3;
      this.#abort.abort();
    }, patience);
  }

  #wait(): number {
    const random = this.#options.random ?? Math.random;
    const most = Math.min(LONGEST_WAIT, 1000 * 2 ** this.#failures);
    // The whole width is random, so that a thousand clients do not come back in the same second.
    return 200 + random() * most;
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
