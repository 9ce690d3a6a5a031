import { http, Problem } from '~/lib/http';
import type { Id } from '~/lib/wire/types';
import { looking, Seen } from './seen';

/** Several messages read within this time make one request. */
const TOGETHER = 400;
const AGAIN = 5_000;

/** Watches what is read in one room and tells the server how far. Lives as long as the room is open. */
export class Reading {
  readonly #room: Id;
  readonly #told: (no: number) => void;
  readonly #seen: Seen;
  readonly #numbers = new WeakMap<Element, number>();
  #observer: IntersectionObserver | null = null;
  #no: number;
  #sent: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `read` hears at once what this person has just read. */
  constructor(room: Id, cursor: number, read: (no: number) => void) {
    this.#room = room;
    this.#no = this.#sent = cursor;
    this.#told = read;
    this.#seen = new Seen({ looking, seen: (no) => this.advance(no) });
  }

  /** For the box the messages scroll in. */
  readonly box = (element: Element): (() => void) => {
    this.#observer = new IntersectionObserver((entries) => this.#heard(entries), { root: element });
    for (const type of ['focus', 'blur', 'online']) addEventListener(type, this.#again);
    document.addEventListener('visibilitychange', this.#again);
    return () => {
      this.#observer?.disconnect();
      this.#seen.stop();
      for (const type of ['focus', 'blur', 'online']) removeEventListener(type, this.#again);
      document.removeEventListener('visibilitychange', this.#again);
      void this.#tell();
    };
  };

  /** For the end of the last line of message `no`. */
  readonly end = (no: number) => {
    return (element: Element): (() => void) => {
      this.#numbers.set(element, no);
      // The box is attached after what lies in it.
      queueMicrotask(() => this.#observer?.observe(element));
      return () => {
        this.#observer?.unobserve(element);
        this.#seen.leave(no);
      };
    };
  };

  /** Read by a deed, too: whoever presses 了解 has read it. */
  advance(no: number): void {
    if (no <= this.#no) return;
    this.#no = no;
    this.#told(no);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#tell(), TOGETHER);
  }

  /** A sheet was closed: what lies below it is looked at again. */
  restart(): void {
    this.#seen.restart();
  }

  readonly #again = (): void => {
    this.#seen.restart();
    void this.#tell();
  };

  #heard(entries: IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const no = this.#numbers.get(entry.target);
      if (no === undefined) continue;
      if (entry.isIntersecting) this.#seen.enter(no);
      else this.#seen.leave(no);
    }
  }

  async #tell(): Promise<void> {
    clearTimeout(this.#timer);
    const no = this.#no;
    if (no <= this.#sent) return;
    const before = this.#sent;
    this.#sent = no;
    try {
      await http.put(`/rooms/${this.#room}/cursor`, { no });
    } catch (error) {
      // Without network it is told later; the cursor only ever moves forward, so nothing is lost.
      if (!(error instanceof Problem) || !error.passing) return;
      this.#sent = Math.min(this.#sent, before);
      this.#timer = setTimeout(() => void this.#tell(), AGAIN);
    }
  }
}
