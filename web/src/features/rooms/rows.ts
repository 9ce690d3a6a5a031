import type { Queued } from '~/lib/db';
import { dayKey } from '~/lib/time';
import type { Id, Instant, Message } from '~/lib/wire/types';
import { countable } from './log';

/** What stands in the list of a room, one under the other. */
export type Row =
  | { kind: 'end'; key: string }
  | { kind: 'start'; key: string }
  | { kind: 'day'; key: string; at: Instant }
  | { kind: 'divider'; key: string }
  | { kind: 'system'; key: string; message: Message }
  | { kind: 'message'; key: string; message: Message; first: boolean }
  | { kind: 'queued'; key: string; item: Queued };

/** One name for what somebody writes within this time. */
const RUN = 5 * 60_000;

export interface RowOptions {
  me: Id;
  /** Messages up to this number were read when the room was opened; null: no divider. */
  readBefore: number | null;
  /** The first message there is stands at the top. */
  start: boolean;
  now?: Date;
}

export function rowsOf(
  messages: readonly Message[],
  queued: readonly Queued[],
  options: RowOptions,
): Row[] {
  const rows: Row[] = options.start ? [{ kind: 'start', key: 'start' }] : [];
  let day = '';
  let before: Message | null = null;
  let divided = options.readBefore === null;
  const dayOf = (at: Instant) => {
    const key = dayKey(at);
    if (key === day) return;
    day = key;
    before = null;
    rows.push({ kind: 'day', key: `day ${key}`, at });
  };
  for (const message of messages) {
    dayOf(message.sent_at);
    if (!divided && message.no > (options.readBefore ?? 0) && countable(message, options.me)) {
      divided = true;
      before = null;
      rows.push({ kind: 'divider', key: 'divider' });
    }
    const key = message.client_id ?? message.id;
    if (message.kind === 'system' || message.unsent_at) {
      rows.push({ kind: 'system', key, message });
      before = null;
      continue;
    }
    rows.push({ kind: 'message', key, message, first: !follows(before, message) });
    before = message;
  }
  const known = new Set(messages.map((message) => message.client_id));
  for (const item of queued) {
    if (known.has(item.client_id)) continue;
    dayOf(item.written_at);
    rows.push({ kind: 'queued', key: item.client_id, item });
  }
  return rows;
}

/** A run: the same person again within five minutes. */
export function follows(before: Message | null, message: Message): boolean {
  if (before === null || before.sender !== message.sender) return false;
  return Date.parse(message.sent_at) - Date.parse(before.sent_at) < RUN;
}

/** Where message `no` stands, or the first one after it. */
export function indexOf(rows: readonly Row[], no: number): number {
  return rows.findIndex(
    (row) => (row.kind === 'message' || row.kind === 'system') && row.message.no >= no,
  );
}

/** The day of the row at the top of the screen. */
export function dayAt(rows: readonly Row[], index: number): Instant | null {
  for (let i = Math.min(index, rows.length - 1); i >= 0; i--) {
    const row = rows[i];
    if (row?.kind === 'day') return row.at;
  }
  return null;
}
