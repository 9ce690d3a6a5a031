import type { Counts, UnitCounts } from '~/lib/wire/types';

export function sumOf(counts: Counts): number {
  return counts.not_yet + counts.in + counts.suspended;
}

/** Where most people are still missing comes first; the largest first among equals. */
export function byNeed(units: UnitCounts['units']): UnitCounts['units'] {
  return [...units].sort((a, b) => b.not_yet - a.not_yet || sumOf(b) - sumOf(a));
}
