import { db, type Queued } from '~/lib/db';
import { http, Problem } from '~/lib/http';
import type { Id, Message, NewMessage } from '~/lib/wire/types';

export interface OutboxOptions {
  post?: (path: string, body: unknown) => Promise<Message>;
  now?: () => number;
  random?: () => number;
  /** Lets only one tab of the browser do something at a time. */
  exclusively?: (work: () => Promise<void>) => Promise<void>;
}

const LONGEST_WAIT = 60_000;

/**
 * Messages that have been written and not yet acknowledged. Each is kept on the device before it is sent,
 * goes out once and in the order of its room, and survives a reload, a crash and a night without network.
 * The server knows a `client_id` it has seen, so asking twice makes one message.
 */
export class Outbox {
  #account: Id | null = null;
  #items: Queued[] = [];
  /** Settled here; the database may need a moment longer to forget them. */
  readonly #settled = new Set<string>();
  #draining = false;
  #again = false;
  #tries = 0;
  /** The order of what was written last. */
  #last = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #changed = new Set<() => void>();
  readonly #sent = new Set<(room: Id, message: Message) => void>();
  readonly #post: (path: string, body: unknown) => Promise<Message>;
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #exclusively: (work: () => Promise<void>) => Promise<void>;

  constructor(options: OutboxOptions = {}) {
    this.#post = options.post ?? ((path, body) => http.post<Message>(path, body));
    this.#now = options.now ?? Date.now;
    this.#random = options.random ?? Math.random;
    this.#exclusively = options.exclusively ?? exclusively;
  }

  onChange(heard: () => void): () => void {
    this.#changed.add(heard);
    return () => this.#changed.delete(heard);
  }

  /** The server has it: put the message in the place of the queued one. */
  onSent(heard: (room: Id, message: Message) => void): () => void {
    this.#sent.add(heard);
    return () => this.#sent.delete(heard);
  }

  list(room?: Id): Queued[] {
    return room === undefined ? this.#items : this.#items.filter((item) => item.room === room);
  }

  /** Takes up what an earlier page has left behind. */
  async open(account: Id): Promise<void> {
    if (this.#account === account) return this.flush();
    this.#account = account;
    const left = await db.queued(account);
    this.#items = left.map((item) =>
      item.state === 'sending' ? { ...item, state: 'waiting' } : item,
    );
    this.#tell();
    return this.flush();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#account = null;
    this.#items = [];
    this.#tell();
  }

  /** Shown, and its promise kept, only when the device keeps it: until then whoever wrote it still holds it. */
  async add(room: Id, message: Omit<NewMessage, 'client_id'>): Promise<Queued> {
    if (this.#account === null) throw new Problem({ status: 401, code: 'accounts.not_signed_in' });
    this.#last = Math.max(this.#now(), this.#last + 1, (this.#items.at(-1)?.order ?? 0) + 1);
    const item: Queued = {
      ...message,
      room,
      account: this.#account,
      client_id: uuid(),
      order: this.#last,
      written_at: new Date(this.#now()).toISOString(),
      state: 'waiting',
    };
    // A device that cannot keep it (full, private) sends it all the same.
    await db.queue(item).catch(() => false);
    if (this.#account === item.account) this.#take([item]);
    void this.flush();
    return item;
  }

  retry(clientId: string): void {
    this.#change(clientId, { state: 'waiting', problem: undefined });
    void this.flush();
  }

  async discard(clientId: string): Promise<void> {
    this.#settled.add(clientId);
    this.#items = this.#items.filter((item) => item.client_id !== clientId);
    this.#tell();
    await db.unqueue(clientId);
  }

  /** The stream may tell of our message before our own request is answered. */
  async confirm(room: Id, message: Message): Promise<void> {
    if (message.client_id === null) return;
    if (!this.#items.some((i) => i.client_id === message.client_id && i.room === room)) return;
    await this.discard(message.client_id);
    for (const heard of this.#sent) heard(room, message);
  }

  /** Sends what waits. Call when the network or the server is back; calling too often does no harm. */
  async flush(): Promise<void> {
    if (this.#draining) {
      this.#again = true;
      return;
    }
    this.#draining = true;
    clearTimeout(this.#timer);
    try {
      await this.#exclusively(() => this.#drain());
    } finally {
      this.#draining = false;
    }
    if (this.#again) {
      this.#again = false;
      await this.flush();
    }
  }

  async #drain(): Promise<void> {
    await this.#adopt();
    for (;;) {
      // One at a time: the order of a room is the order of writing.
      const next = this.#items.find((item) => item.state === 'waiting');
      if (!next || this.#account === null) return;
      const wait = await this.#send(next);
      if (wait === null) continue;
      this.#timer = setTimeout(() => void this.flush(), wait);
      return;
    }
  }

  /** Another tab may have sent some of ours, or been closed with some of its own unsent. */
  async #adopt(): Promise<void> {
    if (this.#account === null) return;
    const kept = await db.queued(this.#account);
    this.#take(kept.map(asWaiting));
  }

  #take(items: Queued[]): void {
    const known = new Set([...this.#items.map((item) => item.client_id), ...this.#settled]);
    const taken = items.filter((item) => !known.has(item.client_id));
    if (taken.length === 0) return;
    this.#items = [...this.#items, ...taken].sort((a, b) => a.order - b.order);
    this.#tell();
  }

  /** null: settled, go on; a number: wait so many milliseconds. */
  async #send(item: Queued): Promise<number | null> {
    this.#change(item.client_id, { state: 'sending' });
    const { client_id, text, reply_to, forward } = item;
    try {
      const body = { client_id, text, reply_to, forward };
      const message = await this.#post(`/rooms/${item.room}/messages`, body);
      this.#tries = 0;
      await this.confirm(item.room, { ...message, client_id });
      return null;
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem({});
      if (problem.passing || problem.status === 401) {
        this.#change(client_id, { state: 'waiting' });
        return this.#pause(problem);
      }
      const { title, detail, code } = problem;
      this.#change(client_id, { state: 'failed', problem: { title, detail, code } });
      return null;
    }
  }

  #pause(problem: Problem): number {
    this.#tries += 1;
    if (problem.retryAfter !== null) return problem.retryAfter * 1000 + this.#random() * 1000;
    return Math.min(LONGEST_WAIT, 1000 * 2 ** this.#tries) * (0.5 + this.#random() / 2);
  }

  #change(clientId: string, change: Partial<Queued>): void {
    this.#items = this.#items.map((item) => {
      if (item.client_id !== clientId) return item;
      const changed = { ...item, ...change };
      if (change.state !== 'sending') void db.queue(changed).catch(() => false);
      return changed;
    });
    this.#tell();
  }

  #tell(): void {
    for (const heard of this.#changed) heard();
  }
}

export const outbox = new Outbox();

function asWaiting(item: Queued): Queued {
  return item.state === 'sending' ? { ...item, state: 'waiting' } : item;
}

/** Two tabs sending the same queue would mix the order. */
async function exclusively(work: () => Promise<void>): Promise<void> {
  const locks = (globalThis.navigator as { locks?: LockManager } | undefined)?.locks;
  await (locks ? locks.request('kairan-outbox', work) : work());
}

/** `randomUUID` exists only in secure contexts; a trial on the office network may not have one. */
export function uuid(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
