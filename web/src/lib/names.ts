/**
 * Names as written: by characters as people see them, so that 𠮷 and 辻󠄀 (with a variation selector) stay whole.
 */
const characters = new Intl.Segmenter('ja', { granularity: 'grapheme' });

/** What stands in a circle or on a seal: the surname, at most two characters of it. */
export function surname(name: string): string {
  const first = name.trim().split(/\s+/u)[0] ?? '';
  return firstTwo(first);
}

/** What stands on the square of a room. */
export function firstTwo(name: string): string {
  return [...characters.segment(name.trim())]
    .slice(0, 2)
    .map((part) => part.segment)
    .join('');
}

/** A number that belongs to an id for good: the same colour and the same tilt on every device. */
export function fixed(id: string, below: number): number {
  let hash = 0;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return hash % below;
}
