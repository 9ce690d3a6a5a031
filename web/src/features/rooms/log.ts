import {
  acknowledged,
  counted,
  joined,
  left,
  moved,
  recount,
  withdrawn,
} from '~/features/receipts';
import type { Cursor, Envelope, Id, Message, MessagePage, Name } from '~/lib/wire/types';

/** A stretch of a room's messages without gaps, and what is known about their readers. */
export interface LogState {
  items: Message[];
  /** The first number this person may see, the last there is. */
  first: number;
  head: number;
  /** Everybody's cursors; null where the room keeps them to a few, or they have not come yet. */
  cursors: Cursor[] | null;
  /** The log position the cursors were read at. */
  cursorsAt: number;
  /** The log position each message was read at, by its number: what it shows already, no event adds again. */
  readAt: ReadonlyMap<number, number>;
}

export const NOTHING: LogState = {
  items: [],
  first: 0,
  head: 0,
  cursors: null,
  cursorsAt: 0,
  readAt: new Map(),
};

export function atStart(log: LogState): boolean {
  const first = log.items[0];
  return first === undefined ? log.head === 0 : first.no <= Math.max(1, log.first);
}

export function atEnd(log: LogState): boolean {
  return (log.items.at(-1)?.no ?? 0) >= log.head;
}

/** What an event does to the messages at hand. Heard once each, in order (see RoomLog). */
export function applied(log: LogState, event: Envelope, me: Id): LogState {
  if (event.type === 'rooms.message_sent') return figured(appended(log, event.data));
  const cursors = read(log, event);
  const items = notYet(log, event, changed(log.items, event, me));
  return cursors === log.cursors ? { ...log, items } : figured({ ...log, items, cursors });
}

function changed(items: Message[], event: Envelope, me: Id): Message[] {
  switch (event.type) {
    case 'rooms.message_unsent':
      return unsent(items, event.data.no, event.at);
    case 'rooms.message_undertaken':
      return undertaken(items, event.data.no, [event.data]);
    case 'rooms.undertaking_withdrawn':
      return undertaken(items, event.data.no, [], event.data.account);
    case 'receipts.counted':
      return counted(items, event.data.counts);
    case 'receipts.acknowledged':
      return acknowledged(items, event.data, me);
    case 'receipts.acknowledgement_withdrawn':
      return withdrawn(items, event.data, me);
    default:
      return items;
  }
}

/** Names are added to those who see to a message, or one is taken away. */
function undertaken(items: Message[], no: number, by: Name[], gone?: Id): Message[] {
  return items.map((message) => {
    if (message.no !== no || message.unsent_at) return message;
    const left = message.undertaken.filter(
      ({ account }) => account !== gone && !by.some((one) => one.account === account),
    );
    const names = by.map(({ account, name }) => ({ account, name }));
    return { ...message, undertaken: [...left, ...names] };
  });
}

/** Each message by itself: one that was read after the event happened stays as it is. */
function notYet(log: LogState, event: Envelope, items: Message[]): Message[] {
  if (items === log.items) return items;
  const shown = (no: number) => (log.readAt.get(no) ?? 0) >= event.seq;
  return items.map((now, i) => (shown(now.no) ? (log.items[i] ?? now) : now));
}

/** The cursors after an event. */
function read({ cursors, cursorsAt, ...log }: LogState, event: Envelope): Cursor[] | null {
  if (!cursors || event.seq <= cursorsAt) return cursors;
  switch (event.type) {
    case 'rooms.member_joined':
      return joined(cursors, event.data.account, event.data.start_no);
    case 'rooms.member_left':
      return left(cursors, event.data.account, headAt(log, event.seq));
    case 'receipts.cursors_moved':
      return moved(cursors, event.data.moves);
    default:
      return cursors;
  }
}

/** The last number when an event happened: a page may have brought what was written since. */
function headAt({ items, head }: Pick<LogState, 'items' | 'head'>, seq: number): number {
  const later = items.find((message) => message.seq > seq);
  return later ? Math.min(head, later.no - 1) : head;
}

/** Cursors from the server, and what was told since they were read. */
export function withCursors(
  log: LogState,
  cursors: Cursor[],
  seq: number,
  late: readonly Envelope[],
): LogState {
  let now: LogState = { ...log, cursors, cursorsAt: seq };
  for (const event of late) now = { ...now, cursors: read(now, event) };
  return figured(now);
}

/**
 * A page from the server, read at `seq`, beside or over what is there. Where a gap would be, the page takes its
 * place.
 */
export function merged(
  log: LogState,
  page: Pick<MessagePage, 'items' | 'first_no' | 'head'>,
  seq = 0,
): LogState {
  const head = Math.max(log.head, page.head);
  const base = { ...log, first: page.first_no, head };
  if (page.items.length === 0) return base;
  const old = touching(log.items, page.items) ? log : NOTHING;
  return figured({
    ...base,
    items: united(old.items, page.items),
    readAt: new Map([...old.readAt, ...page.items.map(({ no }) => [no, seq] as const)]),
  });
}

export function touching(a: readonly Message[], b: readonly Message[]): boolean {
  const [a1, a2, b1, b2] = [a[0]?.no, a.at(-1)?.no, b[0]?.no, b.at(-1)?.no];
  if (a1 === undefined || a2 === undefined || b1 === undefined || b2 === undefined) return false;
  return b1 <= a2 + 1 && a1 <= b2 + 1;
}

/** One message of one's own that the server has just acknowledged; the stream may have told more of it already. */
export function put(log: LogState, message: Message): LogState {
  const known = log.items.some((one) => one.no === message.no);
  return known ? log : figured(appended(log, message));
}

/** Whether something is at hand that was there when an answer was read at `seq`, and is not in it: from before an absence. */
export function unheld(log: LogState, seq: number): boolean {
  return log.items.some((one) => one.seq <= seq && (log.readAt.get(one.no) ?? 0) < seq);
}

export function figured(log: LogState): LogState {
  return log.cursors ? { ...log, items: recount(log.items, log.cursors) } : log;
}

function appended(log: LogState, message: Message): LogState {
  const head = Math.max(log.head, message.no);
  const last = log.items.at(-1)?.no ?? log.head;
  // After a gap the list ends before the head; the rest is fetched when somebody scrolls there.
  const next = message.no === last + 1;
  return { ...log, head, items: next ? [...log.items, message] : log.items };
}

function united(old: Message[], fresh: Message[]): Message[] {
  const by = new Map(old.map((message) => [message.no, message]));
  for (const message of fresh) by.set(message.no, message);
  return [...by.values()].sort((a, b) => a.no - b.no);
}

function unsent(items: Message[], no: number, at: string): Message[] {
  return items.map((message) => {
    const { reply_to } = message;
    if (reply_to?.no === no && reply_to.text !== null)
      return { ...message, reply_to: { ...reply_to, text: null } };
    if (message.no !== no || message.unsent_at) return message;
    const nobody = { count: 0, mine: false, by: [] };
    return {
      ...message,
      text: null,
      unsent_at: at,
      reply_to: null,
      audience: 0,
      read: 0,
      told: 0,
      acknowledged: nobody,
      undertaken: [],
    };
  });
}

/** Unread ones after a cursor, where all of them are at hand; otherwise null. */
export function unreadAfter(log: LogState, cursor: number, me: Id): number | null {
  const first = log.items[0]?.no;
  if (!atEnd(log) || first === undefined || first > cursor + 1) return null;
  return log.items.filter((m) => m.no > cursor && countable(m, me)).length;
}

export function countable(message: Message, me: Id): boolean {
  return message.kind === 'text' && message.sender !== me && message.unsent_at === null;
}

/** How far this place is from UTC on that day, as the server wants it for days. */
export function minutesEast(day: string): number {
  return -new Date(`${day}T00:00`).getTimezoneOffset();
}

export function now(): string {
  return new Date().toISOString();
}
