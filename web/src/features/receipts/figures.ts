import type { Cursor, EventMap, Id, Message } from '~/lib/wire/types';

/**
 * The figures beside a message are counted here from everybody's cursors, not added up from news:
 * hearing the same news twice, or in another order, comes to the same number.
 */
export interface Figures {
  audience: number;
  read: number;
}

/** Counts readers of many messages of one room, each in logarithmic time (as the server does). */
export function counter(cursors: readonly Cursor[]): (no: number, sender: Id | null) => Figures {
  const sorted = (numbers: number[]) => numbers.sort((a, b) => a - b);
  const starts = sorted(cursors.map((c) => c.start_no));
  const ends = sorted(cursors.flatMap((c) => (c.end_no === null ? [] : [c.end_no])));
  const nos = sorted(cursors.map((c) => c.no));
  const stays = new Map<Id, Cursor[]>();
  for (const cursor of cursors)
    stays.set(cursor.account, [...(stays.get(cursor.account) ?? []), cursor]);
  return (no, sender) => {
    const own = (sender === null ? undefined : stays.get(sender)) ?? [];
    const started = below(starts, no);
    const inside = own.some((c) => c.start_no < no && (c.end_no === null || no <= c.end_no));
    const read = own.some((c) => c.start_no < no && no <= c.no);
    return {
      audience: started - below(ends, no) - (inside ? 1 : 0),
      read: started - below(nos, no) - (inside && read ? 1 : 0),
    };
  };
}

/** How many numbers of a sorted list are smaller. */
function below(sorted: readonly number[], no: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < no) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether readers of it are counted at all. */
export function counts(message: Message): boolean {
  return message.kind === 'text' && message.unsent_at === null;
}

/** Puts today's figures beside the messages. The same array where nothing has changed. */
export function recount(messages: Message[], cursors: readonly Cursor[]): Message[] {
  const count = counter(cursors);
  return replaced(messages, (message) => {
    if (!counts(message)) return message;
    const { audience, read } = count(message.no, message.sender);
    // Reading is never undone: a smaller number would be an older one.
    if (message.audience === audience && message.read >= read) return message;
    return { ...message, audience, read: Math.max(read, message.read) };
  });
}

/** Messages whose figures only the server knows: told in person, and somebody has read on since. */
export function toAsk(before: readonly Message[], after: readonly Message[]): number[] {
  const read = new Map(before.map((message) => [message.no, message.read]));
  return after
    .filter(({ no, told, read: now }) => told > 0 && read.has(no) && read.get(no) !== now)
    .map(({ no }) => no);
}

/** Cursors only move forward, and only those of people who are inside now. */
export function moved(cursors: Cursor[], moves: readonly [Id, number][]): Cursor[] {
  const to = new Map(moves);
  return replaced(cursors, (cursor) => {
    const no = to.get(cursor.account);
    if (no === undefined || cursor.end_no !== null || no <= cursor.no) return cursor;
    return { ...cursor, no };
  });
}

export function joined(cursors: Cursor[], account: Id, start: number): Cursor[] {
  const inside = cursors.some((c) => c.account === account && c.end_no === null);
  return inside ? cursors : [...cursors, { account, start_no: start, end_no: null, no: start }];
}

/** Whoever leaves stays in the audience of what was written until then. */
export function left(cursors: Cursor[], account: Id, head: number): Cursor[] {
  return replaced(cursors, (cursor) =>
    cursor.account === account && cursor.end_no === null ? { ...cursor, end_no: head } : cursor,
  );
}

const SHOWN = 3;

export function acknowledged(
  messages: Message[],
  { no, account, name }: Pick<EventMap['receipts.acknowledged'], 'no' | 'account' | 'name'>,
  me: Id,
): Message[] {
  return changed(messages, no, (message) => {
    const { count, mine, by } = message.acknowledged;
    if (by.some((one) => one.account === account) || (account === me && mine)) return message;
    const next = by.length < SHOWN ? [...by, { account, name }] : by;
    return {
      ...message,
      acknowledged: { count: count + 1, mine: mine || account === me, by: next },
    };
  });
}

export function withdrawn(
  messages: Message[],
  { no, account }: Pick<EventMap['receipts.acknowledged'], 'no' | 'account'>,
  me: Id,
): Message[] {
  return changed(messages, no, (message) => {
    const { count, mine, by } = message.acknowledged;
    if (account === me && !mine) return message;
    const next = by.filter((one) => one.account !== account);
    return {
      ...message,
      acknowledged: { count: Math.max(0, count - 1), mine: account !== me && mine, by: next },
    };
  });
}

/** In rooms that keep names to a few, the figures come without them. */
export function counted(
  messages: Message[],
  figures: EventMap['receipts.counted']['counts'],
): Message[] {
  const by = new Map(figures.map((figure) => [figure.no, figure]));
  return replaced(messages, (message) => {
    const figure = by.get(message.no);
    if (!figure) return message;
    const { read, told, acknowledged: count } = figure;
    return { ...message, read, told, acknowledged: { ...message.acknowledged, count } };
  });
}

/** How many have neither read it nor been told. */
export function missing(message: Pick<Message, 'audience' | 'read' | 'told'>): number {
  return Math.max(0, message.audience - message.read - message.told);
}

function changed(messages: Message[], no: number, change: (message: Message) => Message) {
  return replaced(messages, (message) => (message.no === no ? change(message) : message));
}

/** Like `map`, but the same array where nothing has changed: nothing is drawn again. */
function replaced<T>(items: T[], change: (item: T) => T): T[] {
  let same = true;
  const next = items.map((item) => {
    const now = change(item);
    same &&= now === item;
    return now;
  });
  return same ? items : next;
}
