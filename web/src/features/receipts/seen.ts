/** This long must the last line of a message be on the screen before it counts as read. */
export const LOOK = 1_000;

export interface SeenOptions {
  /** Somebody may be looking: the window is visible and has the focus. */
  looking: () => boolean;
  /** Read up to here. Called with rising numbers only. */
  seen: (no: number) => void;
  now?: () => number;
}

/**
 * Decides what has been read: only what stood on a visible, focused screen for a second,
 * to its last line. List previews, hidden tabs and scrolling past never count.
 */
export class Seen {
  readonly #since = new Map<number, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #highest = 0;
  readonly #options: SeenOptions;
  readonly #now: () => number;

  constructor(options: SeenOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** The last line of message `no` has come onto the screen. */
  enter(no: number): void {
    if (this.#since.has(no)) return;
    this.#since.set(no, this.#now());
    this.#schedule();
  }

  leave(no: number): void {
    this.#since.delete(no);
  }

  /** The window was hidden, left or looked at again: the second begins anew. */
  restart(): void {
    const now = this.#now();
    for (const no of this.#since.keys()) this.#since.set(no, now);
    this.#schedule();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#since.clear();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const waiting = [...this.#since].filter(([no]) => no > this.#highest);
    if (waiting.length === 0 || !this.#options.looking()) return;
    const first = Math.min(...waiting.map(([, since]) => since));
    this.#timer = setTimeout(() => this.#check(), Math.max(0, first + LOOK - this.#now()));
  }

  #check(): void {
    if (!this.#options.looking()) return;
    const ripe = this.#now() - LOOK;
    const seen = [...this.#since].filter(([, since]) => since <= ripe).map(([no]) => no);
    const highest = Math.max(0, ...seen);
    if (highest > this.#highest) {
      this.#highest = highest;
      this.#options.seen(highest);
    }
    this.#schedule();
  }
}

/** A person can see it: not behind another window, another tab, or a sheet. */
export function looking(): boolean {
  return (
    document.visibilityState === 'visible' &&
    document.hasFocus() &&
    document.querySelector('dialog[open]') === null
  );
}
