import { session } from '~/features/accounts';
import { http } from '~/lib/http';
import { live } from '~/lib/live';
import { Pager } from '~/lib/pager.svelte';
import type { Id, Member } from '~/lib/wire/types';
import { mainPosting } from './posting';
import { pathTo } from './tree';
import { units } from './units.svelte';

const PAGE = 100;
/** Long enough to finish a syllable, short enough not to wait. */
const PAUSE = 250;

/** What the directory shows: the words searched for, or a unit with everybody in and under it. */
class Browse {
  query = $state('');
  unit = $state<Id | null>(null);
  readonly people = new Pager<Member>('/members', () => {
    const query = this.query.trim();
    return query ? { query, limit: PAGE } : { unit: this.unit, below: true, limit: PAGE };
  });
  readonly path = $derived(pathTo(units.items, this.unit));
  readonly searching = $derived(this.query.trim() !== '');
  #for: Id | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Once for each person signed in: one's own unit is shown first. */
  async open(): Promise<void> {
    const me = session.me;
    if (!me || this.#for === me.id) return;
    if (this.#for === null)
      live.on('directory.directory_changed', () => void (this.#for && this.people.load()));
    this.#for = me.id;
    this.query = '';
    this.unit = null;
    units.forget();
    if (me.kind === 'member') {
      void units.load();
      const own = await http.get<Member>(`/members/${me.id}`).catch(() => null);
      this.unit = (own && mainPosting(own)?.unit) ?? null;
    }
    await this.people.load();
  }

  choose(unit: Id | null): void {
    this.unit = unit;
    this.query = '';
    void this.people.load();
  }

  /** After each key: asks the server once the hand rests. */
  typed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.people.load(), PAUSE);
  }
}

export const browse = new Browse();
