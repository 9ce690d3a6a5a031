import { http, Problem } from '~/lib/http';
import type { Id, List, Member } from '~/lib/wire/types';

/** Somebody who types waits for the next letter, not for the answer. */
const PAUSE = 250;
const SHOWN = 50;

/** Finding people of the organisation, and those chosen so far. */
export class Picker {
  query = $state('');
  found = $state.raw<Member[]>([]);
  chosen = $state.raw<Member[]>([]);
  more = $state(false);
  loaded = $state(false);
  problem = $state.raw<Problem | null>(null);
  readonly #without: ReadonlySet<Id>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abort = new AbortController();

  /** `without`: people who are inside already, and oneself. */
  constructor(without: Iterable<Id>) {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never shown
    this.#without = new Set(without);
  }

  search(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), this.loaded ? PAUSE : 0);
  }

  async load(): Promise<void> {
    this.#abort.abort();
    const abort = (this.#abort = new AbortController());
    try {
      const query = { query: this.query.trim(), limit: SHOWN };
      const answer = await http.get<List<Member>>('/members', query, abort.signal);
      this.found = answer.items.filter((one) => !this.#without.has(one.id) && !one.suspended);
      this.more = answer.next !== null;
      this.loaded = true;
      this.problem = null;
    } catch (error) {
      if (abort.signal.aborted) return;
      this.problem = error instanceof Problem ? error : new Problem({});
    }
  }

  has(id: Id): boolean {
    return this.chosen.some((one) => one.id === id);
  }

  toggle(member: Member): void {
    this.chosen = this.has(member.id)
      ? this.chosen.filter((one) => one.id !== member.id)
      : [...this.chosen, member];
  }
}
