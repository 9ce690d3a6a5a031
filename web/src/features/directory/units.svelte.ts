import { http, Problem } from '~/lib/http';
import { live } from '~/lib/live';
import type { List, Unit } from '~/lib/wire/types';
import { totals } from './tree';

/** The unit tree, once for all the pages that show it. */
class Units {
  items = $state.raw<Unit[]>([]);
  /** With the people of the units below. */
  readonly totals = $derived(totals(this.items));
  loaded = $state(false);
  problem = $state.raw<Problem | null>(null);
  #watched = false;

  load = async (): Promise<void> => {
    this.#watch();
    try {
      const { items } = await http.get<List<Unit>>('/units');
      this.items = items;
      this.loaded = true;
      this.problem = null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.problem = error;
    }
  };

  forget(): void {
    this.items = [];
    this.loaded = false;
  }

  #watch(): void {
    if (this.#watched) return;
    this.#watched = true;
    live.on('directory.directory_changed', () => void (this.loaded && this.load()));
  }
}

export const units = new Units();
