import type { Member, Person, Posting } from '~/lib/wire/types';

export function mainPosting(member: Member): Posting | undefined {
  return member.units.find((posting) => posting.main) ?? member.units[0];
}

/** 「課長・企画部 › デジタル戦略課」; for people without a unit their affiliation. */
export function postingLine(person: Person | Member): string {
  const main = 'units' in person ? mainPosting(person) : undefined;
  if (!main) return person.affiliation ?? '';
  return [main.position, main.path.replaceAll('/', ' › ')].filter(Boolean).join('・');
}
