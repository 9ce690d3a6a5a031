import {
  acknowledged,
  counted,
  joined,
  left,
  moved,
  recount,
  withdrawn,
} from '~/features/receipts';
import type { Cursor, Envelope, Id, Message, MessagePage } from '~/lib/wire/types';

/** A stretch of a room's messages without gaps, and what is known about their readers. */
export interface LogState {
  items: Message[];
  /** The first number this person may see, the last there is. */
  first: number;
  head: number;
  /** Everybody's cursors; null where the room keeps them to a few, or they have not come yet. */
  cursors: Cursor[] | null;
}

export const NOTHING: LogState = { items: [], first: 0, head: 0, cursors: null };

export function atStart(log: LogState): boolean {
  const first = log.items[0];
  return first === undefined ? log.head === 0 : first.no <= Math.max(1, log.first);
}

export function atEnd(log: LogState): boolean {
  return (log.items.at(-1)?.no ?? 0) >= log.head;
}

/** What an event does to the messages at hand. Heard once each, in order (see RoomLog). */
export function applied(log: LogState, event: Envelope, me: Id): LogState {
  switch (event.type) {
    case 'rooms.message_sent':
      return figured(appended(log, event.data));
    case 'rooms.message_unsent':
      return { ...log, items: unsent(log.items, event.data.no, event.at) };
    case 'rooms.member_joined': {
      const { account, start_no } = event.data;
      return log.cursors ? { ...log, cursors: joined(log.cursors, account, start_no) } : log;
    }
    case 'rooms.member_left':
      if (!log.cursors) return log;
      return { ...log, cursors: left(log.cursors, event.data.account, log.head) };
    case 'receipts.cursors_moved':
      if (!log.cursors) return log;
      return figured({ ...log, cursors: moved(log.cursors, event.data.moves) });
    case 'receipts.counted':
      return { ...log, items: counted(log.items, event.data.counts) };
    case 'receipts.acknowledged':
      return { ...log, items: acknowledged(log.items, event.data, me) };
    case 'receipts.acknowledgement_withdrawn':
      return { ...log, items: withdrawn(log.items, event.data, me) };
    default:
      return log;
  }
}

/** A page from the server beside or over what is there. Where a gap would be, the page takes its place. */
export function merged(
  log: LogState,
  page: Pick<MessagePage, 'items' | 'first_no' | 'head'>,
): LogState {
  const head = Math.max(log.head, page.head);
  const base = { ...log, first: page.first_no, head };
  if (page.items.length === 0) return base;
  return figured({
    ...base,
    items: touching(log.items, page.items) ? united(log.items, page.items) : page.items,
  });
}

export function touching(a: readonly Message[], b: readonly Message[]): boolean {
  const [a1, a2, b1, b2] = [a[0]?.no, a.at(-1)?.no, b[0]?.no, b.at(-1)?.no];
  if (a1 === undefined || a2 === undefined || b1 === undefined || b2 === undefined) return false;
  return b1 <= a2 + 1 && a1 <= b2 + 1;
}

/** One message of one's own that the server has just acknowledged, or one asked for again. */
export function put(log: LogState, message: Message): LogState {
  if (log.items.some((one) => one.no === message.no))
    return figured({ ...log, items: united(log.items, [message]) });
  return figured(appended(log, message));
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
