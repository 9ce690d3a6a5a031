import { Asked, Sending } from '~/lib/asked.svelte';
import { follow } from '~/lib/follow';
import { http } from '~/lib/http';
import type { Id, RoomChoice } from '~/lib/wire/types';

export type Level = RoomChoice['level'];
export const LEVELS: readonly Level[] = ['everything', 'to_me', 'nothing'];

/** What one hears of one room, kept right while it is shown. */
export class RoomLevelChoice {
  readonly asked: Asked<RoomChoice>;
  readonly sending = new Sending();
  readonly #path: string;
  readonly #room: Id;

  constructor(room: Id) {
    this.#room = room;
    this.#path = `/rooms/${room}/notifications`;
    this.asked = new Asked(() => http.get<RoomChoice>(this.#path));
  }

  /** Muted now: until then nothing is heard. */
  get mutedUntil(): string | null {
    const until = this.asked.data?.muted_until ?? null;
    return until && Date.parse(until) > Date.now() ? until : null;
  }

  open = (): (() => void) =>
    follow({
      heard: ['notifications.level_changed'],
      concerns: ({ room }) => room === this.#room,
      load: () => void this.asked.load(),
      every: 200,
    });

  async choose(level: Level, mute_for = 0): Promise<boolean> {
    const done = await this.sending.run(() =>
      http.put<RoomChoice>(this.#path, { level, mute_for }),
    );
    if (done) this.asked.data = done.answer;
    return done !== undefined;
  }
}
