import type { Envelope, EventType, Signal } from '~/lib/wire/types';

type Heard<T extends EventType> = (event: Envelope<T>) => void;

/** How many events are kept for an answer that overtakes nothing but is overtaken itself. */
const KEPT = 500;

/**
 * Where facts from the server arrive and features listen.
 * Events are handed out once per animation frame: a burst costs one rendering, not a hundred.
 */
export class Live {
  #listeners = new Map<EventType, Set<Heard<EventType>>>();
  #resets = new Set<() => void>();
  #signals = new Set<(signal: Signal) => void>();
  #waiting: Envelope[] = [];
  #recent: Envelope[] = [];
  #scheduled = false;

  on<T extends EventType>(type: T, heard: Heard<T>): () => void {
    const set = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, set);
    set.add(heard as unknown as Heard<EventType>);
    return () => set.delete(heard as unknown as Heard<EventType>);
  }

  /** Too much has been missed: load everything again. */
  onReset(heard: () => void): () => void {
    this.#resets.add(heard);
    return () => this.#resets.delete(heard);
  }

  onSignal(heard: (signal: Signal) => void): () => void {
    this.#signals.add(heard);
    return () => this.#signals.delete(heard);
  }

  /**
   * Events already handed out that an answer read at `seq` does not know yet.
   * Apply them again after putting such an answer in place; they are idempotent.
   */
  since(seq: number | null): Envelope[] {
    return seq === null ? [] : this.#recent.filter((event) => event.seq > seq);
  }

  feed(event: Envelope): void {
    this.#waiting.push(event);
    if (this.#scheduled) return;
    this.#scheduled = true;
    schedule(() => this.flush());
  }

  flush(): void {
    this.#scheduled = false;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#recent = [...this.#recent, ...batch].slice(-KEPT);
    for (const event of batch)
      for (const heard of this.#listeners.get(event.type) ?? []) guarded(() => heard(event));
  }

  reset(): void {
    this.#waiting = [];
    this.#recent = [];
    for (const heard of this.#resets) guarded(heard);
  }

  signal(signal: Signal): void {
    for (const heard of this.#signals) guarded(() => heard(signal));
  }
}

export const live = new Live();

function schedule(run: () => void): void {
  // A hidden page gets no frames, but its list must still be right when it is shown.
  if (typeof requestAnimationFrame === 'undefined' || document.hidden) setTimeout(run, 16);
  else {
    let ran = false;
    const once = () => {
      if (!ran) run();
      ran = true;
    };
    requestAnimationFrame(once);
    setTimeout(once, 250);
  }
}

/** One listener's mistake must not keep the news from the others. */
function guarded(run: () => void): void {
  try {
    run();
  } catch (error) {
    reportError(error);
  }
}
