import { http } from '~/lib/http';
import type { IssuedCard } from '~/lib/wire/types';

/** Has the cards printed, as PDF or as CSV, and lets the browser save the file. */
export async function save(cards: IssuedCard[], kind: 'pdf' | 'csv'): Promise<void> {
  const told = cards.map(({ token, number }) => ({ token, number }));
  const path = `/entry-sheets${kind === 'csv' ? '.csv' : ''}?tz=${-new Date().getTimezoneOffset()}`;
  const file = await http.file(path, { cards: told });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `entry-cards.${kind}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
