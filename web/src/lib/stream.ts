import { Link, type News } from '~/lib/link';
import { live } from '~/lib/live';
import type { End } from '~/lib/wire/types';

export type Connection = 'live' | 'connecting' | 'offline';
type Told = { news: News } | { up: boolean };

/** Short interruptions are nobody's business. */
const SAY_CONNECTING = 3_000;
const SAY_OFFLINE = 10_000;
/** A leader sends at least a head every 20 s; this long without any, and it is frozen. */
const LEADER_LOST = 55_000;

/**
 * The server's events for all tabs of this browser: one tab leads and listens to the server,
 * the others listen to it. Whoever holds the lock leads; the browser passes it on when a tab dies.
 */
export class Stream {
  #name = '';
  #cursor: number | null = null;
  #early: News[] | null = [];
  #channel: BroadcastChannel | null = null;
  #link: Link | null = null;
  #giveUp = new AbortController();
  #lastHeard = Date.now();
  #up = false;
  #timers: ReturnType<typeof setTimeout>[] = [];
  #watch: ReturnType<typeof setInterval> | undefined;
  #connection: Connection = 'live';
  readonly #changed = new Set<(connection: Connection) => void>();
  readonly #ended = new Set<(why: End['why'] | 'not_signed_in') => void>();

  get connection(): Connection {
    return this.#connection;
  }

  onConnection(heard: (connection: Connection) => void): () => void {
    this.#changed.add(heard);
    return () => this.#changed.delete(heard);
  }

  onEnd(heard: (why: End['why'] | 'not_signed_in') => void): () => void {
    this.#ended.add(heard);
    return () => this.#ended.delete(heard);
  }

  /** Call before the first snapshot is asked for: what other tabs hear from here on is kept. */
  prepare(account: string): void {
    if (this.#name) return;
    this.#name = `kairan-stream-${account}`;
    this.#giveUp = new AbortController();
    this.#early = [];
    // Until the first news there is no connection to speak of: without network the bar must say so.
    this.#report(false);
    if (typeof BroadcastChannel === 'undefined') return;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = (message: MessageEvent<Told>) => this.#told(message.data);
  }

  /** Start with the smallest `Kairan-Seq` of the snapshots. */
  start(since: number | null): void {
    if (this.#watch !== undefined) return;
    this.#cursor = since;
    const early = this.#early ?? [];
    this.#early = null;
    for (const news of early) this.#take(news);
    this.#watch = setInterval(() => this.#checkLeader(), 5_000);
    addEventListener('online', this.#hurry);
    addEventListener('offline', this.#sayOffline);
    document.addEventListener('visibilitychange', this.#hurry);
    void this.#lead(false);
  }

  stop(): void {
    this.#giveUp.abort();
    this.#link?.stop();
    this.#channel?.close();
    clearInterval(this.#watch);
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
    this.#up = false;
    removeEventListener('online', this.#hurry);
    removeEventListener('offline', this.#sayOffline);
    document.removeEventListener('visibilitychange', this.#hurry);
    this.#name = '';
    this.#watch = undefined;
    this.#channel = this.#link = null;
    this.#set('live');
  }

  async #lead(steal: boolean): Promise<void> {
    const locks = (navigator as { locks?: LockManager }).locks;
    // Without locks (no secure context) every tab listens for itself.
    if (!locks || !this.#channel) return this.#listen();
    const options = steal ? { steal } : { signal: this.#giveUp.signal };
    try {
      await locks.request(this.#name, options, () => this.#listen());
    } catch {
      // Given up, or another tab has taken the lead because we were frozen: follow it, and queue again.
      this.#link?.stop();
      this.#link = null;
      if (!this.#giveUp.signal.aborted) void this.#lead(false);
    }
  }

  async #listen(): Promise<void> {
    const name = this.#name;
    if (!name) return;
    this.#link = new Link({
      since: this.#cursor,
      news: (news) => {
        this.#channel?.postMessage({ news } satisfies Told);
        this.#take(news);
      },
      up: (up) => {
        this.#channel?.postMessage({ up } satisfies Told);
        this.#report(up);
      },
    });
    await this.#link.run();
  }

  #told(told: Told): void {
    this.#lastHeard = Date.now();
    if ('up' in told) this.#report(told.up);
    else if (this.#early) this.#early.push(told.news);
    else this.#take(told.news);
  }

  #take(news: News): void {
    this.#lastHeard = Date.now();
    if (news.kind === 'signal') return live.signal(news.signal);
    if (news.kind === 'end') return this.#ended.forEach((heard) => heard(news.why));
    const missed = news.kind !== 'reset' && this.#cursor !== null && news.prev > this.#cursor;
    if (news.kind === 'reset' || missed) {
      this.#cursor = news.seq;
      live.reset();
    }
    if (this.#cursor !== null && news.seq < this.#cursor) return;
    if (!this.#link) this.#report(true);
    this.#cursor = news.seq;
    if (news.kind === 'event') live.feed(news.event);
  }

  #checkLeader(): void {
    if (this.#link || document.hidden || Date.now() - this.#lastHeard < LEADER_LOST) return;
    this.#lastHeard = Date.now();
    void this.#lead(true);
  }

  #report(up: boolean): void {
    // The device itself says that there is no network: nothing to wait for.
    if (!up && navigator.onLine === false) return this.#lost();
    if (up === this.#up && this.#timers.length > 0) return;
    this.#up = up;
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
    if (up) return this.#set('live');
    this.#timers = [
      setTimeout(() => this.#set('connecting'), SAY_CONNECTING),
      setTimeout(() => this.#set('offline'), SAY_OFFLINE),
    ];
  }

  #lost(): void {
    this.#up = false;
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
    this.#set('offline');
  }

  #set(connection: Connection): void {
    if (connection === this.#connection) return;
    this.#connection = connection;
    for (const heard of this.#changed) heard(connection);
  }

  readonly #hurry = (): void => {
    if (!document.hidden) this.#link?.hurry();
  };

  readonly #sayOffline = (): void => {
    this.#link?.cut();
    this.#report(false);
  };
}

export const stream = new Stream();
