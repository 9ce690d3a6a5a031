import { describe, expect, it } from 'vitest';
import { byNeed, sumOf } from '../src/console/counts';
import { changesOf, faultsOf, valuesOf } from '../src/features/directory/member_form';
import { postingLine } from '../src/features/directory/posting';
import { columns, encodingWord, good, moving, refuse } from '../src/features/importers/import';
import type { Import, Member } from '../src/lib/wire/types';

const MEMBER: Member = {
  id: 'm',
  name: '髙橋 聡',
  kind: 'member',
  affiliation: '総務課',
  outside: false,
  suspended: false,
  kana: 'たかはし さとし',
  login: 't1',
  employee_no: '0042',
  email: null,
  phone: '0190-00-4410',
  units: [
    { unit: 'u2', path: '防災課', main: false, position: null, level: null, order_no: null },
    { unit: 'u1', path: '総務部/総務課', main: true, position: '主任', level: '3級', order_no: 0 },
  ],
  position: '主任',
  level: '3級',
  order_no: 0,
  state: 'in',
  admin: false,
  email_visible: 'unit',
  phone_visible: 'organisation',
  mine: true,
};

describe('the form of a member', () => {
  it('shows the main unit with what one is there', () => {
    expect(valuesOf(MEMBER)).toMatchObject({
      unit: 'u1',
      position: '主任',
      level: '3級',
      order_no: '0',
      email: '',
    });
    expect(valuesOf(null, 'u9')).toMatchObject({ unit: 'u9', name: '' });
  });

  it('sends only what is different; an emptied field is taken away, a login never', () => {
    const before = valuesOf(MEMBER);
    expect(changesOf(before, { ...before })).toEqual({});
    expect(
      changesOf(before, { ...before, phone: ' ', login: '', order_no: '１２', name: '髙橋 聡 ' }),
    ).toEqual({ phone: null, order_no: 12 });
  });

  it('says what is missing before it is sent', () => {
    expect(faultsOf(valuesOf(MEMBER), false)).toEqual({});
    expect(faultsOf(valuesOf(null), true)).toEqual({
      name: 'accounts-fill',
      employee_no: 'directory-need_login',
    });
    expect(faultsOf({ ...valuesOf(MEMBER), order_no: '第3' }, false)).toEqual({
      order_no: 'directory-bad_number',
    });
  });

  it('is summed up in one line', () => {
    expect(postingLine(MEMBER)).toBe('主任・総務部 › 総務課');
    expect(postingLine({ ...MEMBER, units: [] })).toBe('総務課');
  });
});

describe('the counts', () => {
  it('begin where most people are missing', () => {
    const row = (unit: string, not_yet: number, inside: number) => ({
      unit,
      path: unit,
      not_yet,
      in: inside,
      suspended: 1,
    });
    const units = [row('a', 1, 90), row('b', 9, 3), row('c', 9, 30)];
    expect(byNeed(units).map(({ unit }) => unit)).toEqual(['c', 'b', 'a']);
    expect(units.map(({ unit }) => unit)).toEqual(['a', 'b', 'c']);
    expect(sumOf(row('a', 1, 90))).toBe(92);
  });
});

describe('an import', () => {
  const run: Import = {
    id: 'i',
    name: '職員名簿.csv',
    state: 'dry_run',
    encoding: 'cp932',
    rows: 5000,
    done: 0,
    counts: { added: 38, changed: 12, same: 4930, bad: 20, missing: 6, known: 5000 },
    columns: [
      { heading: '氏名', field: 'name', sample: [] },
      { heading: '議席', field: null, sample: ['1'] },
      { heading: '備考', field: 'ignore', sample: [] },
    ],
    fields: [],
    problems: [],
    changes: [],
    units: [],
    error: null,
  };

  it('refuses a file that is none before sending it', () => {
    expect(refuse({ name: 'a.CSV', size: 10 })).toBeNull();
    expect(refuse({ name: 'a.xlsx', size: 10 })).toBeNull();
    expect(refuse({ name: 'a.xls', size: 10 })).toBe('importers-old_workbook');
    expect(refuse({ name: 'a.pdf', size: 10 })).toBe('importers-no_table');
    expect(refuse({ name: 'a.csv', size: 21 * 1024 * 1024 })).toBe('importers-too_large');
    expect(refuse({ name: 'a.csv', size: 0 })).toBe('importers-empty');
  });

  it('speaks of those who are added or changed', () => {
    expect(good(run)).toBe(50);
    expect(columns(run).open.map(({ heading }) => heading)).toEqual(['議席']);
    expect(encodingWord('cp932')).toContain('Shift_JIS');
  });

  it('is followed while something moves', () => {
    expect(
      ['reading', 'dry_run', 'running', 'done', 'failed'].map((state) =>
        moving({ ...run, state: state as Import['state'] }),
      ),
    ).toEqual([true, false, true, false, false]);
  });
});
