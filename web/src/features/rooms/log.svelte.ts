import { toAsk } from '~/features/receipts';
import { db } from '~/lib/db';
import { http, Problem, type Query } from '~/lib/http';
import { live } from '~/lib/live';
import { outbox } from '~/lib/outbox';
import { agesMessages, EVENTS } from './heard';
import type {
  Cursor,
  Envelope,
  EventType,
  Id,
  List,
  Message,
  MessagePage,
  Room,
} from '~/lib/wire/types';
import {
  applied,
  atEnd,
  atStart,
  merged,
  minutesEast,
  NOTHING,
  now,
  put,
  touching,
  unheld,
  withCursors,
  type LogState,
} from './log';

const PAGE = 50;
const KEEP_AFTER = 1_500;
const ASK_AFTER = 500;
/** The most the server gives at once. */
const MOST = 200;

/** Where the list is to stand next; `flash` marks what somebody has jumped to. */
export interface Target {
  to: number | 'end' | 'unread';
  flash: boolean;
}

/** The messages of one open room. */
export class RoomLog {
  readonly room: Id;
  readonly me: Id;
  #state = $state.raw<LogState>(NOTHING);
  ready = $state(false);
  /** Older ones are about to be put in front (see virtua's `shift`). */
  shift = $state(false);
  /** Another stretch of the room has taken the place of the one before: the list is made anew. */
  generation = $state(0);
  target = $state.raw<Target>({ to: 'unread', flash: false });
  problem = $state.raw<Problem | null>(null);
  /** Names of readers are for the owners and the sender only. */
  restricted = $state(false);
  #busy = false;
  /** The last event the stream has told. An answer says nothing about what it does not hold: it keeps its own number. */
  #heard = 0;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;
  #askTimer: ReturnType<typeof setTimeout> | undefined;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never shown
  readonly #asking = new Set<number>();
  readonly #stops: (() => void)[] = [];

  constructor(room: Id, me: Id) {
    this.room = room;
    this.me = me;
  }

  get state(): LogState {
    return this.#state;
  }

  get items(): Message[] {
    return this.#state.items;
  }

  get atStart(): boolean {
    return atStart(this.#state);
  }

  get atEnd(): boolean {
    return atEnd(this.#state);
  }

  /** Shows what the device remembers at once, then what the server says. */
  async open(room: Room | undefined): Promise<void> {
    this.#listen();
    const remembered = this.#recall(room);
    await Promise.all([this.#first(room, remembered), this.#askCursors()]);
  }

  close(): void {
    clearTimeout(this.#keepTimer);
    clearTimeout(this.#askTimer);
    clearTimeout(this.#refreshTimer);
    for (const stop of this.#stops) stop();
    if (this.atEnd) void this.#keep();
  }

  async again(): Promise<void> {
    this.problem = null;
    this.#heard = 0;
    this.#state = { ...this.#state, cursorsAt: 0, readAt: NOTHING.readAt };
    await Promise.all([this.#first(undefined, Promise.resolve()), this.#askCursors()]);
  }

  older = (): Promise<void> => this.#more(() => !this.atStart, { before: this.items[0]?.no }, true);

  newer = (): Promise<void> =>
    this.#more(() => !this.atEnd, { after: this.items.at(-1)?.no }, false);

  /** Shows message `no`, wherever it is. */
  async jump(no: number, flash = true): Promise<void> {
    if (!this.items.some((message) => message.no === no)) await this.#ask({ around: no });
    this.target = { to: no, flash };
  }

  /** From the first message of a day on; false: nothing was written since. */
  async jumpToDay(day: string): Promise<boolean> {
    const page = await this.#ask({ on: day, tz: minutesEast(day) });
    const first = page.items[0];
    if (first) this.target = { to: first.no, flash: true };
    return first !== undefined;
  }

  async jumpToEnd(): Promise<void> {
    if (!this.atEnd) await this.#ask({});
    this.target = { to: 'end', flash: false };
  }

  /** Shown at once; the server's answer comes as an event. */
  async acknowledge(message: Message, on: boolean, name: string): Promise<void> {
    const deed = ['receipts.acknowledged', 'receipts.acknowledgement_withdrawn'] as const;
    await this.#do(message, on, name, deed, 'acknowledgement');
  }

  /** Says 対応します, or takes it back: shown at once, too. */
  async undertake(message: Message, on: boolean, name: string): Promise<void> {
    const deed = ['rooms.message_undertaken', 'rooms.undertaking_withdrawn'] as const;
    await this.#do(message, on, name, deed, 'undertaking');
  }

  async #do(
    message: Message,
    on: boolean,
    name: string,
    [yes, no]: readonly [EventType, EventType],
    what: string,
  ): Promise<void> {
    const change = (type: EventType) =>
      ({ type, seq: Infinity, data: { no: message.no, account: this.me, name } }) as Envelope;
    this.#set(applied(this.#state, change(on ? yes : no), this.me));
    const path = `/rooms/${this.room}/messages/${message.no}/${what}`;
    try {
      await (on ? http.put(path) : http.delete(path));
    } catch (error) {
      this.#set(applied(this.#state, change(on ? no : yes), this.me));
      throw error;
    }
  }

  async unsend(message: Message): Promise<void> {
    await http.delete(`/rooms/${this.room}/messages/${message.no}`);
    const at = now();
    const data = { no: message.no };
    const event = { type: 'rooms.message_unsent', seq: Infinity, at, data } as Envelope;
    this.#set(applied(this.#state, event, this.me));
  }

  #listen(): void {
    const stops = EVENTS.map((type) => live.on(type, (event) => this.#hear(event as Envelope)));
    this.#stops.push(...stops);
    this.#stops.push(live.onReset(() => void this.again()));
    this.#stops.push(
      outbox.onSent((room, message) => room === this.room && this.#set(put(this.#state, message))),
    );
  }

  #hear(event: Envelope): void {
    if (event.room !== this.room || event.seq <= this.#heard) return;
    this.#heard = event.seq;
    const next = applied(this.#state, event, this.me);
    if (event.type.startsWith('receipts.told')) this.#askSoon([(event.data as { no: number }).no]);
    this.#askSoon(toAsk(this.#state.items, next.items));
    if (agesMessages(event, this.me)) this.#refreshSoon();
    this.#set(next);
  }

  async #recall(room: Room | undefined): Promise<void> {
    const kept = await db.messages(this.me, this.room);
    if (!kept || this.ready || kept.data.length === 0) return;
    const first = kept.data[0]?.no ?? 0;
    // What is unread stands at the top of the screen: without it there is nothing to begin with.
    if (
      room &&
      room.unread > 0 &&
      (room.cursor + 1 < first || room.head > (kept.data.at(-1)?.no ?? 0))
    )
      return;
    this.#state = {
      ...NOTHING,
      items: kept.data,
      first: room?.from_no ?? 0,
      head: room?.head ?? 0,
    };
    this.ready = true;
  }

  async #first(room: Room | undefined, remembered: Promise<void>): Promise<void> {
    const around = room && room.unread > 0 ? room.cursor + 1 : undefined;
    try {
      const { data, seq } = await this.#page({ around });
      await remembered;
      this.#take(data, seq);
      this.ready = true;
      if (seq !== null && unheld(this.#state, seq)) void this.#reread().catch(() => undefined);
      // A short page around the first unread one may end before the head.
      if (!this.atEnd && data.items.length < PAGE) void this.newer();
    } catch (error) {
      this.problem = error instanceof Problem ? error : new Problem({});
    }
  }

  async #more(wanted: () => boolean, query: Query, before: boolean): Promise<void> {
    if (this.#busy || !this.ready || !wanted()) return;
    this.#busy = true;
    try {
      const { data, seq } = await this.#page(query);
      this.shift = before;
      this.#take(data, seq);
      // The list has taken them in by the next frame.
      await new Promise((drawn) => setTimeout(drawn, 50));
    } catch {
      // Asked for again when somebody scrolls on.
    } finally {
      this.shift = false;
      this.#busy = false;
    }
  }

  async #ask(query: Query): Promise<MessagePage> {
    const { data, seq } = await this.#page(query);
    this.#take(data, seq);
    return data;
  }

  #page(query: Query, limit = PAGE) {
    return http.read<MessagePage>(`/rooms/${this.room}/messages`, { ...query, limit });
  }

  #refreshSoon(): void {
    clearTimeout(this.#refreshTimer);
    this.#refreshTimer = setTimeout(() => void this.#refresh().catch(() => undefined), ASK_AFTER);
  }

  /** Everything at hand, asked for again: whose names one may see first, then the messages with them. */
  async #refresh(): Promise<void> {
    await this.#askCursors();
    await this.#reread();
  }

  /** What became of it while this client was away, nobody has told. */
  async #reread(): Promise<void> {
    const last = this.items.at(-1)?.no ?? 0;
    for (let after = (this.items[0]?.no ?? 1) - 1; after < last;) {
      const { data, seq } = await this.#page({ after }, MOST);
      this.#take(data, seq);
      after = data.items.at(-1)?.no ?? last;
    }
  }

  /** An answer may be older than what the stream has told meanwhile, and newer than what still waits to be told. */
  #take(page: MessagePage, seq: number | null): void {
    const late = this.#late(seq);
    let fresh: LogState = { ...NOTHING, items: page.items, first: page.first_no, head: page.head };
    for (const event of late) fresh = applied(fresh, event, this.me);
    const had = this.#state.items;
    if (had.length > 0 && page.items.length > 0 && !touching(had, page.items)) this.generation += 1;
    const now = { items: fresh.items, first_no: fresh.first, head: fresh.head };
    this.#set(merged(this.#state, now, seq ?? 0));
    this.#heard = Math.max(this.#heard, late.at(-1)?.seq ?? 0);
  }

  async #askCursors(): Promise<void> {
    try {
      const { data, seq } = await http.read<List<Cursor>>(`/rooms/${this.room}/cursors`);
      this.restricted = false;
      this.#set(withCursors(this.#state, data.items, seq ?? 0, this.#late(seq)));
    } catch (error) {
      if (error instanceof Problem && error.status === 403) {
        this.restricted = true;
        this.#state = { ...this.#state, cursors: null };
      }
    }
  }

  #late(seq: number | null): Envelope[] {
    return live.since(seq).filter((event) => event.room === this.room);
  }

  /** Figures that names alone do not give: asked for together. */
  #askSoon(nos: number[]): void {
    for (const no of nos) this.#asking.add(no);
    if (this.#asking.size === 0) return;
    clearTimeout(this.#askTimer);
    this.#askTimer = setTimeout(() => {
      const asked = [...this.#asking];
      this.#asking.clear();
      for (const no of asked.slice(-5)) void this.#askOne(no).catch(() => undefined);
    }, ASK_AFTER);
  }

  async #askOne(no: number): Promise<void> {
    const { data, seq } = await this.#page({ around: no }, 3);
    const found = data.items.filter((message) => message.no === no);
    if (this.items.some((message) => message.no === no)) this.#take({ ...data, items: found }, seq);
  }

  #set(state: LogState): void {
    this.#state = state;
    if (!this.ready || !this.atEnd) return;
    clearTimeout(this.#keepTimer);
    this.#keepTimer = setTimeout(() => void this.#keep(), KEEP_AFTER);
  }

  #keep(): Promise<unknown> {
    return db.keepMessages(this.me, this.room, this.items, this.#heard);
  }
}
