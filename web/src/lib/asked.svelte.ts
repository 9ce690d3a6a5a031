import { Problem } from '~/lib/http';

/** One thing a screen needs: what is there, whether it is on its way, what went wrong. */
export class Asked<T> {
  data = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  #turn = 0;
  readonly #ask: () => Promise<T>;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  /** May be called again at any time; the last call wins, and what was there stays until it has come. */
  load = async (): Promise<void> => {
    const turn = ++this.#turn;
    this.busy = true;
    try {
      const data = await this.#ask();
      if (turn === this.#turn) [this.data, this.problem] = [data, null];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (turn === this.#turn) this.problem = error;
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  };
}

/** Something being sent: the button waits, and what the server refuses is kept for the screen to say. */
export class Sending {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);

  /** What to write instead, by the name of the field. */
  get fields(): Record<string, string> {
    return this.problem?.fields ?? {};
  }

  /** undefined: refused, see `problem`. */
  async run<T>(work: () => Promise<T>): Promise<{ answer: T } | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.problem = null;
    try {
      return { answer: await work() };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.problem = error;
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
