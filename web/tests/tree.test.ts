import { describe, expect, it } from 'vitest';
import {
  administered,
  below,
  namedBy,
  pathTo,
  step,
  totals,
  visible,
} from '../src/features/directory/tree';
import type { Unit } from '../src/lib/wire/types';

const unit = (id: string, parent: string | null, members = 0): Unit => ({
  id,
  name: id,
  parent,
  order_no: 0,
  path: id,
  members,
});
const UNITS = [
  unit('plan', null, 1),
  unit('digital', 'plan', 18),
  unit('team', 'digital', 3),
  unit('press', 'plan', 4),
  unit('guard', null, 12),
];
const ids = (open: string[]) => visible(UNITS, new Set(open)).map(({ unit: { id } }) => id);

describe('searching for units', () => {
  const named = (query: string) =>
    namedBy(
      [
        { ...unit('soumu', null), name: '総務部', path: '総務部' },
        { ...unit('jinji', 'soumu'), name: '人事課', path: '総務部/人事課' },
        { ...unit('giji', null), name: '議事課', path: '議事課' },
      ],
      query,
    ).map(({ id }) => id);

  it('finds a unit by its name, and by that of the one above with it', () => {
    expect(named('議事課')).toEqual(['giji']);
    expect(named('総務')).toEqual(['soumu']);
    expect(named('総務　人事')).toEqual(['jinji']);
    expect(named('総務 高橋')).toEqual([]);
    expect(named(' ')).toEqual([]);
  });
});

describe('the unit tree', () => {
  it('shows what is under open units only', () => {
    expect(ids([])).toEqual(['plan', 'guard']);
    expect(ids(['digital'])).toEqual(['plan', 'guard']);
    expect(ids(['plan', 'digital'])).toEqual(['plan', 'digital', 'team', 'press', 'guard']);
  });

  it('puts a unit whose parent one may not see at the top', () => {
    const rows = visible(UNITS.slice(1), new Set());
    expect(rows.map(({ unit: { id }, level }) => [id, level])).toEqual([
      ['digital', 1],
      ['press', 1],
      ['guard', 1],
    ]);
  });

  it('counts everybody in and under a unit', () => {
    expect(Object.fromEntries(totals(UNITS))).toEqual({
      plan: 26,
      digital: 21,
      team: 3,
      press: 4,
      guard: 12,
    });
  });

  it('knows the way down, and survives a ring', () => {
    expect(pathTo(UNITS, 'team').map(({ id }) => id)).toEqual(['plan', 'digital', 'team']);
    expect(pathTo([unit('a', 'b'), unit('b', 'a')], 'a').map(({ id }) => id)).toEqual(['b', 'a']);
    expect(pathTo(UNITS, 'gone')).toEqual([]);
  });

  it('offers a unit administrator the own units and those below', () => {
    expect([...below(UNITS, 'digital')]).toEqual(['digital', 'team']);
    expect(administered(UNITS, ['digital', 'guard']).map(({ id }) => id)).toEqual([
      'digital',
      'team',
      'guard',
    ]);
  });

  it('moves by keys as a tree does', () => {
    const rows = visible(UNITS, new Set(['plan']));
    expect(step(rows, 'plan', 'ArrowDown')).toEqual({ focus: 'digital' });
    expect(step(rows, 'plan', 'ArrowUp')).toBeNull();
    expect(step(rows, 'plan', 'ArrowRight')).toEqual({ focus: 'digital' });
    expect(step(rows, 'plan', 'ArrowLeft')).toEqual({ close: 'plan' });
    expect(step(rows, 'digital', 'ArrowRight')).toEqual({ open: 'digital' });
    expect(step(rows, 'digital', 'ArrowLeft')).toEqual({ focus: 'plan' });
    expect(step(rows, 'guard', 'ArrowRight')).toBeNull();
    expect(step(rows, 'plan', 'End')).toEqual({ focus: 'guard' });
    expect(step(rows, 'guard', 'Home')).toEqual({ focus: 'plan' });
    expect(step(rows, 'gone', 'Home')).toBeNull();
  });
});
