import { db } from '~/lib/db';
import { http, Problem } from '~/lib/http';
import { live } from '~/lib/live';
import { outbox } from '~/lib/outbox';
import type { Envelope, EventType, Id, List, Message, Room } from '~/lib/wire/types';
import { applied, EMPTY, placed, readTo, sorted, type TalksState } from './live';

/** Everything that can change a row of the talk list. */
const HEARD = [
  'rooms.message_sent',
  'rooms.message_unsent',
  'rooms.member_joined',
  'rooms.member_left',
  'rooms.people_changed',
  'rooms.room_changed',
  'rooms.owner_added',
  'rooms.owner_removed',
  'rooms.application_made',
  'rooms.application_closed',
  'receipts.cursors_moved',
] as const satisfies EventType[];

/** Rooms to be asked for apart are asked for together, and not more often than this. */
const ASK_AFTER = 300;
const KEEP_AFTER = 2_000;

/** The talk list: one's rooms, newest first. */
class Rooms {
  #state = $state.raw<TalksState>(EMPTY);
  readonly items = $derived(this.#state.items);
  loaded = $state(false);
  /** When what is shown was true, while it comes from this device (milliseconds); null: it is today's. */
  keptAt = $state<number | null>(null);
  problem = $state.raw<Problem | null>(null);
  readonly unread = $derived(this.items.reduce((sum, room) => sum + room.unread, 0));
  #account: Id | null = null;
  readonly #asking = new Set<Id>();
  #askTimer: ReturnType<typeof setTimeout> | undefined;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;

  get(id: Id): Room | undefined {
    return this.items.find((room) => room.id === id);
  }

  /** What was there last time, for an instant start. */
  async recall(account: Id): Promise<void> {
    this.#account = account;
    const kept = await db.rooms(account);
    if (!kept || this.loaded) return;
    this.#state = { items: kept.data, seq: kept.seq ?? 0, own: {} };
    this.keptAt = kept.at;
  }

  /** Returns the log position of the answer. */
  async load(account: Id): Promise<number | null> {
    this.#account = account;
    const { data, seq } = await http.read<List<Room>>('/rooms').catch((error: unknown) => {
      this.problem = error instanceof Problem ? error : new Problem({});
      throw error;
    });
    if (this.#account !== account) return seq;
    this.problem = null;
    this.loaded = true;
    this.keptAt = null;
    this.#state = { items: sorted(data.items), seq: seq ?? 0, own: {} };
    for (const event of live.since(seq)) this.#hear(event);
    this.#keep();
    return seq;
  }

  /** A room the list does not have yet, or whose figures only the server knows. */
  async ask(id: Id): Promise<Room | undefined> {
    try {
      const { data, seq } = await http.read<Room>(`/rooms/${id}`);
      this.#place(data, seq);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 404) throw error;
      this.#drop(id);
    }
    return this.get(id);
  }

  /** After an answer that carried the room itself. */
  put(room: Room): void {
    this.#place(room, this.#state.own[room.id] ?? this.#state.seq);
  }

  /** This person has just read up to here; `left`: unread ones after it, where that is known. */
  read(id: Id, no: number, left: number | null): void {
    this.#state = readTo(this.#state, id, no, left);
    this.#keep();
  }

  listen(): void {
    for (const type of HEARD) live.on(type, (event) => this.#hear(event as Envelope));
    live.onReset(() => {
      if (this.#account) void this.load(this.#account).catch(() => undefined);
    });
    outbox.onSent((id, message) => this.#sent(id, message));
  }

  forget(): void {
    clearTimeout(this.#askTimer);
    clearTimeout(this.#keepTimer);
    this.#asking.clear();
    this.#state = EMPTY;
    this.loaded = false;
    this.keptAt = this.problem = this.#account = null;
  }

  #hear(event: Envelope): void {
    if (this.#account === null) return;
    const { state, ask } = applied(this.#state, event, this.#account);
    const gone = this.#state.items.length > state.items.length;
    this.#state = state;
    if (gone && event.room) void db.dropMessages(this.#account, event.room);
    if (ask) this.#askSoon(ask);
    this.#keep();
  }

  /** One's own message, as the answer has it; the stream says the same a moment earlier or later. */
  #sent(id: Id, message: Message): void {
    const room = this.get(id);
    if (!room || message.no <= room.head) return;
    const seq = this.#state.own[id] ?? this.#state.seq;
    this.#state = placed(this.#state, { ...room, head: message.no, last: message }, seq);
  }

  #askSoon(id: Id): void {
    this.#asking.add(id);
    clearTimeout(this.#askTimer);
    this.#askTimer = setTimeout(() => {
      const ids = [...this.#asking];
      this.#asking.clear();
      for (const one of ids) void this.ask(one).catch(() => undefined);
    }, ASK_AFTER);
  }

  #place(room: Room, seq: number | null): void {
    this.#state = placed(this.#state, room, seq ?? this.#state.seq);
    for (const event of live.since(seq)) if (event.room === room.id) this.#hear(event);
    this.#keep();
  }

  #drop(id: Id): void {
    this.#state = { ...this.#state, items: this.#state.items.filter((room) => room.id !== id) };
    if (this.#account) void db.dropMessages(this.#account, id);
  }

  #keep(): void {
    clearTimeout(this.#keepTimer);
    const account = this.#account;
    if (account === null || !this.loaded) return;
    this.#keepTimer = setTimeout(() => {
      if (this.#account === account) void db.keepRooms(account, this.items, this.#state.seq);
    }, KEEP_AFTER);
  }
}

export const rooms = new Rooms();
