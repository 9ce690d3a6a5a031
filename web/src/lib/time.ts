import type { Instant, Language } from '~/lib/wire/types';

/** Formatters are slow to make and quick to use. */
const made = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, name: string, options: Intl.DateTimeFormatOptions) {
  const key = `${language} ${name}`;
  const known = made.get(key) ?? new Intl.DateTimeFormat(language, options);
  made.set(key, known);
  return known;
}

/** 14:21 */
export function clock(at: Instant | Date, language: Language = 'ja'): string {
  const date = new Date(at);
  return format(language, 'clock', { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }).format(
    date,
  );
}

/** 11月20日（金）, with the year when it is another one; Fri, 20 Nov */
export function day(at: Instant | Date, language: Language = 'ja', now = new Date()): string {
  const date = new Date(at);
  const year = date.getFullYear() === now.getFullYear() ? undefined : ('numeric' as const);
  if (language === 'en')
    return format('en', `day ${year}`, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year,
    }).format(date);
  const weekday = format('ja', 'weekday', { weekday: 'short' }).format(date);
  const front = year ? `${date.getFullYear()}年` : '';
  return `${front}${date.getMonth() + 1}月${date.getDate()}日（${weekday}）`;
}

/** 11月30日, without the day of the week; 30 Nov */
export function shortDay(at: Instant | Date, language: Language = 'ja', now = new Date()): string {
  return language === 'ja'
    ? day(at, language, now).replace(/（.）$/u, '')
    : day(at, language, now).replace(/^\w+, /u, '');
}

/** For lists: 14:21 today, 昨日, 11/18 this year, 2025/11/18 before. */
export function brief(at: Instant | Date, language: Language = 'ja', now = new Date()): string {
  const date = new Date(at);
  const ago = daysBetween(date, now);
  if (ago === 0) return clock(date, language);
  if (ago === 1) return language === 'ja' ? '昨日' : 'Yesterday';
  const short = `${date.getMonth() + 1}/${date.getDate()}`;
  if (language === 'en')
    return format('en', ago < 365 ? 'brief' : 'brief year', {
      day: 'numeric',
      month: 'short',
      year: ago < 365 ? undefined : 'numeric',
    }).format(date);
  return date.getFullYear() === now.getFullYear() ? short : `${date.getFullYear()}/${short}`;
}

/** For sentences: 11月20日（金）14:40 */
export function full(at: Instant | Date, language: Language = 'ja', now = new Date()): string {
  return `${day(at, language, now)}${language === 'ja' ? '' : ' '}${clock(at, language)}`;
}

/** For records: always with the year. 2026年11月20日（金）14:40 */
export function dated(at: Instant | Date, language: Language = 'ja'): string {
  return full(at, language, new Date(0));
}

/** For lists that are records: 2026/11/20 14:40 */
export function stamp(at: Instant | Date): string {
  return `${dayKey(at).replaceAll('-', '/')} ${clock(at).padStart(5, '0')}`;
}

/** The local day, as a key for grouping: 2026-11-20 */
export function dayKey(at: Instant | Date): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** 5,000 */
export function number(n: number, language: Language = 'ja'): string {
  return n.toLocaleString(language);
}

function daysBetween(date: Date, now: Date): number {
  const midnight = (d: Date) => Date.UTC(d.getFullYear(), d.getMonth(), d.getDate());
  return Math.round((midnight(now) - midnight(date)) / 86_400_000);
}
