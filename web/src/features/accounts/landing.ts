import { href } from '~/lib/paths';

/** Where somebody wanted to go before signing in: only a path of this very site, anything else is the talk list. */
export function safeNext(next: string | null): string {
  if (!next?.startsWith('/') || /^\/[/\\]|[\\\s\p{Cc}]/u.test(next)) return href('talks');
  return next;
}

/** A newcomer's way to a page leads over the question for the size of text. */
export function landing(next: string): string {
  return `${href('welcome')}?next=${encodeURIComponent(safeNext(next))}`;
}
