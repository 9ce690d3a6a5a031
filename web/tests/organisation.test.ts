import { describe, expect, it } from 'vitest';
import { changeOf, missing, unsendChoices } from '../src/console/organisation';
import { unplaced } from '../src/console/counts';

const minato = {
  id: 'o',
  code: 'minato',
  name: 'みなと県',
  outside_word: '社外',
  unsend_for: 86_400,
  help_name: '総務課',
  help_phone: '0190-00-1010',
};
const typed = {
  name: 'みなと県',
  outside_word: '社外',
  unsend_for: 86_400,
  help_name: '総務課',
  help_phone: '0190-00-1010',
};

describe('how long a message can be taken back', () => {
  const said = (now: number) => unsendChoices(now).map(({ id, count }) => `${id} ${count}`);

  it('is an hour, 24 hours or 7 days', () => {
    const offered = ['console-unsend_hours 1', 'console-unsend_hours 24', 'console-unsend_days 7'];
    for (const now of [3_600, 86_400, 604_800]) expect(said(now)).toEqual(offered);
  });

  it('is also what stands there already, set otherwise than on this screen', () => {
    expect(said(0)[0]).toBe('console-unsend_never 0');
    expect(said(600)[0]).toBe('console-unsend_minutes 10');
    expect(said(30 * 86_400)[3]).toBe('console-unsend_days 30');
    expect(said(6 * 3_600)[1]).toBe('console-unsend_hours 6');
  });
});

describe('what is saved of the organisation', () => {
  it('is only what is different', () => {
    expect(changeOf(typed, minato)).toEqual({});
    expect(changeOf({ ...typed, name: ' みなと県 ', outside_word: '庁外 ' }, minato)).toEqual({
      outside_word: '庁外',
    });
    expect(changeOf({ ...typed, unsend_for: 3_600 }, minato)).toEqual({ unsend_for: 3_600 });
    expect(changeOf({ ...typed, help_phone: ' ' }, minato)).toEqual({ help_phone: '' });
  });

  it('is never empty', () => {
    expect(missing(typed)).toEqual([]);
    expect(missing({ ...typed, name: ' ', outside_word: '　' })).toEqual(['name', 'outside_word']);
  });
});

describe('the counts', () => {
  it('have a line for those of no unit, so that they add up', () => {
    const counts = { not_yet: 1, in: 2, suspended: 0 };
    const total = { not_yet: 3, in: 2, suspended: 1 };
    expect(unplaced({ total, units: [{ unit: 'a', path: 'a', ...counts }] })).toEqual({
      not_yet: 2,
      in: 0,
      suspended: 1,
    });
  });
});
