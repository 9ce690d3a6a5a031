/** The words for why a push service did not take something: a few that people can do something with. */
export type Reason = 'gone' | 'busy' | 'unreachable' | 'forbidden' | 'other';

export function reasonOf(said: string | null): Reason {
  if (said === 'gone') return 'gone';
  if (said === 'unreachable' || said === 'no_answer') return 'unreachable';
  if (said === 'forbidden_address' || said === 'bad_keys') return 'forbidden';
  return /^answered_(4(08|25|29)|5\d\d)$/.test(said ?? '') ? 'busy' : 'other';
}
