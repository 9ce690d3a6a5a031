import { http } from '~/lib/http';
import { Sending } from '~/lib/asked.svelte';
import type { IssuedCard, IssuedCards } from '~/lib/wire/types';

/** Cards made by one request, and on one sheet: limits of the server. */
const AT_ONCE = 20;
export const MOST = 500;

/**
 * Cards being made, twenty at a time: each is told once, and kept nowhere but here until they are saved. What was made
 * before something went wrong stays; asking again goes on with the rest.
 */
export class CardRun {
  cards = $state.raw<IssuedCard[]>([]);
  total = $state(0);
  readonly sending = new Sending();
  readonly done = $derived(this.total > 0 && this.cards.length === this.total);
  #left: string[] = [];

  begin(accounts: string[]): Promise<void> {
    this.#left = accounts.slice(0, MOST);
    this.total = this.#left.length;
    this.cards = [];
    return this.goOn();
  }

  goOn = async (): Promise<void> => {
    while (this.#left.length > 0) {
      const accounts = this.#left.slice(0, AT_ONCE);
      const sent = await this.sending.run(() =>
        http.post<IssuedCards>('/entry-cards', { accounts }),
      );
      if (!sent) return;
      this.#left = this.#left.slice(AT_ONCE);
      this.cards = [...this.cards, ...sent.answer.items];
    }
  };
}
