import { describe, expect, it } from 'vitest';
import { elsewhereOf } from '~/features/rooms/elsewhere';
import { folded, isLong } from '~/features/rooms/fold';
import type { Me } from '~/lib/wire/types';

const organisation = { name: 'みなと県' } as Me['organisation'];
const member = { kind: 'member', affiliation: '防災課', organisation } as const;
const guest = { kind: 'guest', affiliation: '南浜自治会', organisation } as const;

describe('who from elsewhere reads in a room', () => {
  const three = { members: 24, outside: 3, outside_affiliations: ['南浜自治会', 'あおば商店'] };
  const alone = { members: 2, outside: 1, outside_affiliations: ['南浜自治会'] };

  it('is for a member everybody from outside', () => {
    expect(elsewhereOf(three, member)).toEqual({
      count: 3,
      names: ['南浜自治会', 'あおば商店'],
      hosts: null,
    });
  });

  it('is for a guest the others, and never the guest', () => {
    expect(elsewhereOf(three, guest)).toMatchObject({ count: 2, names: ['あおば商店'] });
  });

  it('is for the only guest nobody: the people of the organisation read', () => {
    expect(elsewhereOf(alone, guest)).toEqual({
      count: 0,
      names: [],
      hosts: { name: 'みなと県', count: 1 },
    });
  });
});

describe('a long message', () => {
  it('is folded from the sixteenth line on, or after a thousand characters', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, i) => `${i}行目`).join('\n');
    expect([lines(15), lines(16), 'あ'.repeat(1_000), 'あ'.repeat(1_001)].map(isLong)).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(folded(lines(16))).toBe(`${lines(10)}…`);
    expect(folded(lines(15))).toBe(lines(15));
    expect(folded('あ'.repeat(1_001))).toHaveLength(501);
  });
});
