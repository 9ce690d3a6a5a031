import { http } from '~/lib/http';
import { live } from '~/lib/live';
import type { Id, Signal } from '~/lib/wire/types';

const TYPING_EVERY = 3_000;
const TYPING_FOR = 5_000;
/** Said again while one looks; believed a little longer than that. */
const HERE_EVERY = 30_000;
const HERE_FOR = 75_000;

/** Who is writing and who is looking, in one room: said in passing and soon forgotten. */
export class Signals {
  typing = $state.raw<{ account: Id; name: string }[]>([]);
  here = $state.raw<Id[]>([]);
  readonly #room: Id;
  readonly #me: Id;
  readonly #presence: boolean;
  #typedAt = 0;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never shown
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #tick: ReturnType<typeof setInterval> | undefined;
  #stop: () => void = () => undefined;

  /** Presence is told only where two people talk. */
  constructor(room: Id, me: Id, presence: boolean) {
    this.#room = room;
    this.#me = me;
    this.#presence = presence;
  }

  open(): () => void {
    this.#stop = live.onSignal((signal) => this.#hear(signal));
    if (this.#presence) {
      this.#sayWhere();
      this.#tick = setInterval(() => this.#visible() && this.#sayWhere(), HERE_EVERY);
      document.addEventListener('visibilitychange', this.#sayWhere);
    }
    return () => this.#close();
  }

  /** Called at every change of the field. */
  type(): void {
    const now = Date.now();
    if (now - this.#typedAt < TYPING_EVERY) return;
    this.#typedAt = now;
    this.#say('typing');
  }

  /** The field is empty: the next key is news again. */
  rest(): void {
    this.#typedAt = 0;
  }

  /** A message of theirs has come: they are not writing it any more. */
  wrote(account: Id | null): void {
    this.typing = this.typing.filter((one) => one.account !== account);
  }

  #close(): void {
    this.#stop();
    clearInterval(this.#tick);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    document.removeEventListener('visibilitychange', this.#sayWhere);
    if (this.#presence) this.#say('away');
  }

  #hear({ type, room, account, name }: Signal): void {
    if (room !== this.#room || account === this.#me) return;
    if (type === 'typing') {
      this.typing = [...this.typing.filter((one) => one.account !== account), { account, name }];
      this.#forget(`typing ${account}`, TYPING_FOR, () => this.wrote(account));
      return;
    }
    const known = this.here.includes(account);
    const gone = () => (this.here = this.here.filter((one) => one !== account));
    if (type === 'away') return void gone();
    this.#forget(`here ${account}`, HERE_FOR, gone);
    if (known) return;
    this.here = [...this.here, account];
    // Whoever has just come cannot know that we have been here all along.
    if (this.#presence && this.#visible()) this.#say('here');
  }

  #forget(key: string, after: number, run: () => void): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.set(key, setTimeout(run, after));
  }

  readonly #sayWhere = (): void => this.#say(this.#visible() ? 'here' : 'away');

  #visible(): boolean {
    return document.visibilityState === 'visible';
  }

  #say(kind: Signal['type']): void {
    http.post(`/rooms/${this.#room}/signals`, { kind }).catch(() => undefined);
  }
}
