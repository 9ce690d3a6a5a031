import type { Id, Readers } from '~/lib/wire/types';

/** What is known of one reader: the four fillings of a box, and "cannot be known". */
export type Filling = 'acknowledged' | 'read' | 'told' | 'unread' | 'unknown';
export const FILLINGS: readonly Filling[] = ['acknowledged', 'read', 'told', 'unread', 'unknown'];

/** Up to five rows of twelve boxes; above that a bar. */
export const MOST_BOXES = 60;

export type Tally = Record<Filling, number>;

/** Everybody who was inside, once: 了解 says more than read, whichever way the person was reached. */
export function tally(readers: Readers): Tally {
  const pressed = new Set(readers.acknowledged.map((reader) => reader.account));
  const outside = <T extends { account: Id }>(list: T[]) =>
    list.filter((reader) => !pressed.has(reader.account)).length;
  return {
    acknowledged: readers.audience - ALL(readers).filter((id) => !pressed.has(id)).length,
    read: outside(readers.read),
    told: outside(readers.told),
    unread: outside(readers.unread),
    unknown: outside(readers.unknown),
  };
}

const ALL = (readers: Readers): Id[] =>
  [...readers.read, ...readers.told, ...readers.unread, ...readers.unknown].map((r) => r.account);

/** A filling for each box, in the order of the legend. */
export function boxes(counts: Tally): Filling[] {
  return FILLINGS.flatMap((filling) => Array<Filling>(counts[filling]).fill(filling));
}

export function reached(readers: Readers): number {
  return readers.read.length + readers.told.length;
}

/** Whether this event changes what the list of message `no` says. */
export function concerns(
  event: { type: string; data: unknown },
  no: number,
  known: ReadonlySet<Id>,
): boolean {
  const data = event.data as { no?: number; moves?: [Id, number][]; counts?: { no: number }[] };
  if (event.type === 'receipts.cursors_moved')
    return (data.moves ?? []).some(([account, at]) => at >= no && known.has(account));
  if (event.type === 'receipts.counted') return (data.counts ?? []).some((one) => one.no === no);
  if (event.type.startsWith('rooms.')) return true;
  return data.no === no;
}
