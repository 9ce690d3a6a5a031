import type { Baseline } from '~/lib/wire/types';

/** The three questions as they are typed; empty: not answered. */
export const QUESTIONS = ['calls', 'faxes', 'mails', 'hurts'] as const;
export type Question = (typeof QUESTIONS)[number];
export type Answers = Record<Question, string>;

export const NO_ANSWERS: Answers = { calls: '', faxes: '', mails: '', hurts: '' };

export function typed(kept: Baseline): Answers {
  const number = (value: number | null | undefined) => value?.toString() ?? '';
  return {
    calls: number(kept.calls),
    faxes: number(kept.faxes),
    mails: number(kept.mails),
    hurts: kept.hurts ?? '',
  };
}

/** A number as people write it (１２０, 1,200, 120件); null: not answered; undefined: none. */
export function count(written: string): number | null | undefined {
  const plain = written.normalize('NFKC').replace(/[,、\s]|[件通回枚本]$/gu, '');
  if (plain === '') return null;
  return /^\d{1,6}$/.test(plain) ? Number(plain) : undefined;
}

/** The fields in which no number stands. */
export function unclear(answers: Answers): Question[] {
  return QUESTIONS.filter((one) => one !== 'hurts' && count(answers[one]) === undefined);
}

export function baselineOf(answers: Answers): Baseline {
  return {
    calls: count(answers.calls) ?? null,
    faxes: count(answers.faxes) ?? null,
    mails: count(answers.mails) ?? null,
    hurts: answers.hurts.trim() || null,
  };
}
