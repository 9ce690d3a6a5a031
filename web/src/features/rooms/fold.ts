/** Longer than this, a message takes the whole screen and those around it are lost. */
const MOST_CHARACTERS = 1_000;
const MOST_LINES = 15;

export function isLong(text: string): boolean {
  return text.length > MOST_CHARACTERS || text.split('\n').length > MOST_LINES;
}

/** The beginning of a long message, for whoever leafs through a room. */
export function folded(text: string): string {
  if (!isLong(text)) return text;
  const lines = text
    .split('\n')
    .slice(0, MOST_LINES - 5)
    .join('\n');
  const start = [...lines].slice(0, MOST_CHARACTERS / 2).join('');
  return `${start.trimEnd()}…`;
}
