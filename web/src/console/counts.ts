import type { Counts, UnitCounts } from '~/lib/wire/types';

export function sumOf(counts: Counts): number {
  return counts.not_yet + counts.in + counts.suspended;
}

/** Those of no unit, so that the lines add up to the total. */
export function unplaced({ total, units }: UnitCounts): Counts {
  const left = (state: keyof Counts) =>
    total[state] - units.reduce((sum, unit) => sum + unit[state], 0);
  return { not_yet: left('not_yet'), in: left('in'), suspended: left('suspended') };
}

/** Where most people are still missing comes first; the largest first among equals. */
export function byNeed(units: UnitCounts['units']): UnitCounts['units'] {
  return [...units].sort((a, b) => b.not_yet - a.not_yet || sumOf(b) - sumOf(a));
}
