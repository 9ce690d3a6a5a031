import type { Import } from '~/lib/wire/types';

/** The server's own limit: a larger file need not travel. */
export const MOST_BYTES = 20 * 1024 * 1024;

const TABLES = /\.(csv|tsv|txt|xlsx)$/i;

/** Why a file is not even sent: the id of a sentence. */
export function refuse(file: { name: string; size: number }): string | null {
  if (/\.xls$/i.test(file.name)) return 'importers-old_workbook';
  if (!TABLES.test(file.name)) return 'importers-no_table';
  if (file.size > MOST_BYTES) return 'importers-too_large';
  if (file.size === 0) return 'importers-empty';
  return null;
}

/** How many people the main button speaks of. */
export function good(run: Import): number {
  return run.counts.added + run.counts.changed;
}

/** So many are missing that the file may not be the whole list: asked a second time. */
export function tooMany({ missing, known }: Import['counts']): boolean {
  return missing * 3 > known;
}

/** The file tells nothing new: those it lacks can be suspended without a run. */
export function needless({ state, error, counts }: Import): boolean {
  return state === 'dry_run' && !error && counts.same > 0 && counts.added + counts.changed === 0;
}

/** Something is going on by itself, so the page asks how far it is. */
export function moving(run: Import): boolean {
  return run.state === 'reading' || run.state === 'running';
}

/** How the server knew the characters, as people call it. */
export function encodingWord(encoding: Import['encoding']): string {
  return { 'utf-8': 'UTF-8', 'utf-8-sig': 'UTF-8', cp932: 'Shift_JIS（CP932）', xlsx: 'Excel' }[
    encoding ?? 'utf-8'
  ];
}

/** Columns somebody must say something about, and those already understood. */
export function columns(run: Import): { open: Import['columns']; known: Import['columns'] } {
  return {
    open: run.columns.filter(({ field }) => field === null),
    known: run.columns.filter(({ field }) => field !== null),
  };
}
