import type { Member, MemberChange, Visibility } from '~/lib/wire/types';
import { mainPosting } from './posting';

/** The form as it is typed: nothing but strings. */
export interface MemberValues {
  name: string;
  kana: string;
  unit: string;
  position: string;
  employee_no: string;
  login: string;
  phone: string;
  phone_visible: Visibility;
  email: string;
  email_visible: Visibility;
  level: string;
  order_no: string;
}

export function valuesOf(member: Member | null, unit = ''): MemberValues {
  const main = member ? mainPosting(member) : undefined;
  return {
    name: member?.name ?? '',
    kana: member?.kana ?? '',
    unit: member ? (main?.unit ?? '') : unit,
    position: main?.position ?? '',
    employee_no: member?.employee_no ?? '',
    login: member?.login ?? '',
    phone: member?.phone ?? '',
    phone_visible: member?.phone_visible ?? 'organisation',
    email: member?.email ?? '',
    email_visible: member?.email_visible ?? 'organisation',
    level: main?.level == null ? '' : String(main.level),
    order_no: main?.order_no == null ? '' : String(main.order_no),
  };
}

/** Only what is different; an emptied field is taken away. */
export function changesOf(before: MemberValues, after: MemberValues): MemberChange {
  const change: Record<string, string | number | null> = {};
  for (const key of Object.keys(after) as (keyof MemberValues)[]) {
    const value = after[key].trim();
    if (value === before[key].trim()) continue;
    if (key === 'order_no') change[key] = value === '' ? null : wholeNumber(value);
    else if (key === 'login' && value === '') continue;
    else change[key] = value === '' ? null : value;
  }
  return change;
}

/** What cannot be sent: the field and the id of the sentence. */
export function faultsOf(values: MemberValues, fresh: boolean): Record<string, string> {
  const faults: Record<string, string> = {};
  if (!values.name.trim()) faults.name = 'accounts-fill';
  if (fresh && !values.login.trim() && !values.employee_no.trim())
    faults.employee_no = 'directory-need_login';
  if (/[\s@＠]/u.test(values.login.trim())) faults.login = 'accounts-bad_login';
  const order = values.order_no.trim();
  if (order && Number.isNaN(wholeNumber(order))) faults.order_no = 'directory-bad_number';
  return faults;
}

function wholeNumber(value: string): number {
  const plain = value.normalize('NFKC');
  return /^\d{1,6}$/.test(plain) ? Number(plain) : NaN;
}
