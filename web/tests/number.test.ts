import { expect, test } from 'vitest';
import { grouped, isWhole } from '~/features/accounts/number';

test('a number is grouped as it is typed and as it is pasted', () => {
  expect(grouped('1')).toBe('1');
  expect(grouped('1234')).toBe('1234');
  expect(grouped('12345')).toBe('1234 5');
  expect(grouped('１２３４－５６７８ 9012')).toBe('1234 5678 9012');
  expect(grouped('番号: 1234-5678-90123')).toBe('1234 5678 9012');
});

test('only twelve digits are a whole number', () => {
  expect(isWhole('1234 5678 9012')).toBe(true);
  expect(isWhole('1234 5678 901')).toBe(false);
});
