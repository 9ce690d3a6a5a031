import { describe, expect, it } from 'vitest';
import { baselineOf, count, NO_ANSWERS, typed, unclear } from '../src/features/baseline/baseline';

describe('how it was before', () => {
  it('takes numbers as people write them', () => {
    expect(['120', '１２０', '1,200', '30件', ' 5 通', '0'].map(count)).toEqual([
      120, 120, 1200, 30, 5, 0,
    ]);
    expect(['', '　'].map(count)).toEqual([null, null]);
    expect(['たくさん', '-3', '1.5', '12345678'].map(count)).toEqual(Array(4).fill(undefined));
  });

  it('says where no number stands, and leaves out what was not answered', () => {
    const answers = { ...NO_ANSWERS, calls: '多い', faxes: '40枚', hurts: ' 取り次ぎ ' };
    expect(unclear(answers)).toEqual(['calls']);
    expect(baselineOf({ ...answers, calls: '' })).toEqual({
      calls: null,
      faxes: 40,
      mails: null,
      hurts: '取り次ぎ',
    });
  });

  it('shows again what was kept', () => {
    const kept = { calls: 0, faxes: null, mails: 7, hurts: null };
    expect(typed(kept)).toEqual({ calls: '0', faxes: '', mails: '7', hurts: '' });
  });
});
