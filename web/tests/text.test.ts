import { describe, expect, it } from 'vitest';
import { fixed, surname } from '~/lib/names';
import { includes } from '~/lib/kana';
import { pieces } from '~/lib/text';

const links = (text: string) =>
  pieces(text).flatMap((piece) => (piece.kind === 'link' ? [piece.text] : []));
const together = (text: string) =>
  pieces(text).flatMap((piece) => (piece.kind === 'together' ? [piece.text] : []));

describe('a message in pieces', () => {
  it('loses nothing of what was written', () => {
    for (const text of [
      '受付は8時30分、正面玄関です。',
      'https://example.jp/a（資料）を見てください。12人分',
      '<b>http://</b> & "x" 0190-00-1207',
      '',
      '1 22 333',
    ])
      expect(
        pieces(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
  });

  it('makes links of web addresses only', () => {
    expect(links('見る: https://example.jp/会議?x=1&y=2。つぎ')).toEqual([
      'https://example.jp/会議?x=1&y=2',
    ]);
    expect(links('（https://example.jp/a）')).toEqual(['https://example.jp/a']);
    expect(links('https://ja.example.org/wiki/東京_(駅).')).toEqual([
      'https://ja.example.org/wiki/東京_(駅)',
    ]);
    expect(links('javascript:alert(1) data:text/html,x file:///etc ftp://a')).toEqual([]);
    expect(links('https:// だけ')).toEqual([]);
  });

  it('keeps numbers with their units', () => {
    expect(together('朝6時に、11月20日（金）8時30分、24人、5,000円、14:21')).toEqual([
      '朝6時',
      '11月20日（金）',
      '8時30分',
      '24人',
      '5,000円',
      '14:21',
    ]);
  });

  it('takes no long time over a long row of digits', () => {
    const start = performance.now();
    pieces('1'.repeat(10_000) + ','.repeat(10_000));
    pieces('https://'.repeat(2_000));
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('names', () => {
  it('give their surname, up to two characters as people see them', () => {
    expect(surname('山本 健')).toBe('山本');
    expect(surname('𠮷田　茂')).toBe('𠮷田');
    expect(surname('長谷川 誠')).toBe('長谷');
    expect(surname('森 一')).toBe('森');
    expect(surname('Smith Jane')).toBe('Sm');
    expect(surname('')).toBe('');
  });

  it('keep their colour', () => {
    expect(fixed('0123456789abcdef', 8)).toBe(fixed('0123456789abcdef', 8));
    expect(fixed('x', 8)).toBeLessThan(8);
  });

  it('are found in either kana and any width', () => {
    expect(includes('サトウ ハナコ', 'さとう')).toBe(true);
    expect(includes('ｻﾄｳ', 'サトウ')).toBe(true);
    expect(includes('佐藤', '加藤')).toBe(false);
  });
});
