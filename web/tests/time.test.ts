import { expect, it } from 'vitest';
import { brief, clock, dated, day, dayKey, full, number, stamp } from '~/lib/time';

const now = new Date(2026, 10, 20, 15, 0);
const at = (...parts: [number, number, number, number?, number?]) => new Date(...parts);

it('says the time of day', () => {
  expect(clock(at(2026, 10, 20, 9, 2))).toBe('9:02');
  expect(clock(at(2026, 10, 20, 14, 21))).toBe('14:21');
  expect(clock(at(2026, 10, 20, 0, 5))).toBe('0:05');
});

it('says the day with its weekday, and another year by its number', () => {
  expect(day(at(2026, 10, 20), 'ja', now)).toBe('11月20日（金）');
  expect(day(at(2025, 11, 31), 'ja', now)).toBe('2025年12月31日（水）');
  expect(day(at(2026, 10, 20), 'en', now)).toBe('Fri, Nov 20');
});

it('is short in lists', () => {
  expect(brief(at(2026, 10, 20, 8, 40), 'ja', now)).toBe('8:40');
  expect(brief(at(2026, 10, 19, 23, 59), 'ja', now)).toBe('昨日');
  expect(brief(at(2026, 10, 18), 'ja', now)).toBe('11/18');
  expect(brief(at(2025, 10, 18), 'ja', now)).toBe('2025/11/18');
});

it('says day and time together, groups by day, and parts thousands', () => {
  expect(full(at(2026, 10, 20, 14, 40), 'ja', now)).toBe('11月20日（金）14:40');
  expect(dayKey(at(2026, 0, 5))).toBe('2026-01-05');
  expect(number(5000)).toBe('5,000');
});

it('always says the year in a record', () => {
  expect(dated(at(2026, 10, 20, 14, 40))).toBe('2026年11月20日（金）14:40');
  expect(dated(at(2026, 10, 20, 14, 40), 'en')).toBe('Fri, Nov 20, 2026 14:40');
  expect(stamp(at(2026, 10, 5, 9, 2))).toBe('2026/11/05 09:02');
});
