/**
 * A message as pieces to be drawn. Never HTML: what somebody writes is always text.
 * `together` is drawn without a line break inside: 8時30分, 11月20日, 12人.
 */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'together'; text: string }
  | { kind: 'link'; text: string; href: string };

const URL_LIKE = /https?:\/\/[^\s<>"'「」『』（）【】、。，．]+/giu;
/** What follows an address in a sentence and is rarely part of it. */
const TRAILING = new Set([...`.,:;!?)]}'"…！？`]);
/** Longer ones are not addresses people share, and cutting them up would take long. */
const ADDRESS_LIMIT = 2000;

const UNIT =
  '(?:年度|か月|ヶ月|カ月|週間|時間|分間|秒間|日間|年|月|日|時半|時|分|秒|人|名|件|行|通|回|枚|個|部|ページ|台|本|階|号室|号|番|歳|才|円|万円|千円|度|丁目|番地|%|％|kg|km|cm|mm|m|℃|MB|GB|KB)';
const NUMBER = '[0-9０-９]+(?:[,，.．:：/][0-9０-９]+)*';
const TOGETHER = new RegExp(
  `(?:(?:午前|午後|朝|夜|第|約)?${NUMBER}${UNIT})+(?:（[月火水木金土日]）|\\([月火水木金土日]\\))?|${NUMBER}(?:[〜～-]${NUMBER})?`,
  'gu',
);

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(URL_LIKE)) {
    const address = trim(match[0]);
    const href = safe(address);
    if (!href) continue;
    found.push(...plain(text.slice(at, match.index)), { kind: 'link', text: address, href });
    at = match.index + address.length;
  }
  return [...found, ...plain(text.slice(at))];
}

function plain(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(TOGETHER)) {
    // A single digit cannot break; a very long run must be allowed to.
    if (match[0].length < 2 || match[0].length > 24) continue;
    if (match.index > at) found.push({ kind: 'text', text: text.slice(at, match.index) });
    found.push({ kind: 'together', text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ kind: 'text', text: text.slice(at) });
  return found;
}

/** An address keeps a closing bracket it has opened itself: wiki/東京_(曖昧さ回避) */
function trim(address: string): string {
  let end = address.length;
  while (end > 0 && TRAILING.has(address.charAt(end - 1))) end -= 1;
  let kept = address.slice(0, end);
  const opened = kept.split('(').length - kept.split(')').length;
  if (opened > 0 && address.startsWith(kept + ')')) kept += ')';
  return kept;
}

function safe(address: string): string | null {
  if (address.length > ADDRESS_LIMIT) return null;
  try {
    const url = new URL(address);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}
