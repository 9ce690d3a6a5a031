import { http, Problem, type Query } from '~/lib/http';
import type { List } from '~/lib/wire/types';

/** A list that comes in pages. A new question puts an end to the one before it. */
export class Pager<T> {
  items = $state.raw<T[]>([]);
  next = $state<string | null>(null);
  busy = $state(false);
  loaded = $state(false);
  problem = $state.raw<Problem | null>(null);
  #abort = new AbortController();
  readonly #path: string;
  readonly #query: () => Query;

  constructor(path: string, query: () => Query) {
    this.#path = path;
    this.#query = query;
  }

  /** From the first page on; what is there stays until the answer has come. */
  load = (): Promise<void> => this.#fetch(null);

  more = async (): Promise<void> => {
    if (this.next && !this.busy) await this.#fetch(this.next);
  };

  async #fetch(after: string | null): Promise<void> {
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    this.busy = true;
    try {
      const page = await http.get<List<T>>(this.#path, { ...this.#query(), after }, signal);
      this.items = after ? [...this.items, ...page.items] : page.items;
      this.next = page.next;
      this.problem = null;
      this.loaded = true;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Problem)) throw error;
      this.problem = error;
    } finally {
      if (!signal.aborted) this.busy = false;
    }
  }
}
