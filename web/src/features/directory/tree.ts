import { fold, includes } from '~/lib/kana';
import type { Id, Unit } from '~/lib/wire/types';

/** A line of the tree as it stands on the screen. */
export interface Branch {
  unit: Unit;
  /** 1 for the units at the top. */
  level: number;
  parent: Id | null;
  children: number;
  open: boolean;
}

/** The units directly below one, or at the top; the list keeps the server's order. */
export function childrenOf(units: readonly Unit[], parent: Id | null): Unit[] {
  return units.filter((unit) => unit.parent === parent);
}

/** What can be seen: everything whose parents are all open. */
export function visible(units: readonly Unit[], open: ReadonlySet<Id>): Branch[] {
  const byParent = new Map<Id | null, Unit[]>();
  const known = new Set(units.map((unit) => unit.id));
  for (const unit of units) {
    // A unit whose parent one may not see stands at the top.
    const parent = unit.parent !== null && known.has(unit.parent) ? unit.parent : null;
    byParent.set(parent, [...(byParent.get(parent) ?? []), unit]);
  }
  const walk = (parent: Id | null, level: number): Branch[] =>
    (byParent.get(parent) ?? []).flatMap((unit) => {
      const children = byParent.get(unit.id)?.length ?? 0;
      const branch = { unit, level, parent, children, open: children > 0 && open.has(unit.id) };
      return [branch, ...(branch.open ? walk(unit.id, level + 1) : [])];
    });
  return walk(null, 1);
}

/** How many people are in a unit and in everything under it. */
export function totals(units: readonly Unit[]): Map<Id, number> {
  const found = new Map(units.map((unit) => [unit.id, 0]));
  for (const unit of units)
    for (const above of pathTo(units, unit.id))
      found.set(above.id, (found.get(above.id) ?? 0) + unit.members);
  return found;
}

/** From the top down to the unit itself. */
export function pathTo(units: readonly Unit[], id: Id | null): Unit[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const path: Unit[] = [];
  for (let at = id ? byId.get(id) : undefined; at && !path.includes(at);)
    [path[path.length], at] = [at, at.parent ? byId.get(at.parent) : undefined];
  return path.reverse();
}

/** A unit and everything under it: where it cannot be moved to. */
export function below(units: readonly Unit[], id: Id): Set<Id> {
  const found = new Set([id]);
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const unit of units) if (unit.parent && found.has(unit.parent)) found.add(unit.id);
  }
  return found;
}

/** The units a unit administrator may fill: the named ones and what is under them. */
export function administered(units: readonly Unit[], roots: readonly Id[]): Unit[] {
  const mine = new Set(roots.flatMap((root) => [...below(units, root)]));
  return units.filter((unit) => mine.has(unit.id));
}

/** Units whose path holds every word, and whose own name holds one of them: not all below 総務部. */
export function namedBy(units: readonly Unit[], query: string): Unit[] {
  const words = query.split(/\s+/u).filter((word) => fold(word));
  if (words.length === 0) return [];
  return units.filter(
    ({ name, path }) =>
      words.every((word) => includes(path, word)) && words.some((word) => includes(name, word)),
  );
}

/** For a list to choose from. */
export function unitOptions(units: readonly Unit[]): { value: string; label: string }[] {
  return units.map((unit) => ({ value: unit.id, label: unit.path.replaceAll('/', ' › ') }));
}

export type Step = { focus: Id } | { open: Id } | { close: Id } | null;

/** What a key does in a tree (WAI-ARIA: tree view). */
export function step(rows: readonly Branch[], at: Id, key: string): Step {
  const index = rows.findIndex((row) => row.unit.id === at);
  const row = rows[index];
  if (!row) return null;
  const to = (other: Branch | undefined): Step => (other ? { focus: other.unit.id } : null);
  switch (key) {
    case 'ArrowDown':
      return to(rows[index + 1]);
    case 'ArrowUp':
      return to(rows[index - 1]);
    case 'Home':
      return to(rows[0]);
    case 'End':
      return to(rows.at(-1));
    case 'ArrowRight':
      if (row.children === 0) return null;
      return row.open ? to(rows[index + 1]) : { open: at };
    case 'ArrowLeft':
      if (row.open) return { close: at };
      return row.parent ? { focus: row.parent } : null;
    default:
      return null;
  }
}
