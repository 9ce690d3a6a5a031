import { http, Problem } from '~/lib/http';
import { explain } from '~/lib/i18n.svelte';
import { live } from '~/lib/live';
import type { Envelope, EventType, How, Id, Reader, Readers } from '~/lib/wire/types';
import { toast } from '~/ui/toast.svelte';
import { concerns } from './readers';

const HEARD = [
  'receipts.cursors_moved',
  'receipts.counted',
  'receipts.acknowledged',
  'receipts.acknowledgement_withdrawn',
  'receipts.told_in_person',
  'receipts.told_withdrawn',
  'rooms.member_joined',
  'rooms.member_left',
  'rooms.people_changed',
  'rooms.room_changed',
  'rooms.owner_added',
  'rooms.owner_removed',
] as const satisfies EventType[];

/** At most one question a second, however many read at once. */
const ASK_AFTER = 1_000;

/** The reader list of one message, kept right while it is open. */
export class ReaderList {
  readers = $state.raw<Readers | null>(null);
  problem = $state.raw<Problem | null>(null);
  restricted = $state(false);
  readonly #path: string;
  readonly #room: Id;
  readonly #no: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(room: Id, no: number) {
    this.#room = room;
    this.#no = no;
    this.#path = `/rooms/${room}/messages/${no}`;
  }

  open(): () => void {
    void this.load();
    const stops = HEARD.map((type) => live.on(type, (event) => this.#hear(event as Envelope)));
    stops.push(live.onReset(() => void this.load()));
    return () => {
      clearTimeout(this.#timer);
      for (const stop of stops) stop();
    };
  }

  async load(): Promise<void> {
    try {
      this.readers = await http.get<Readers>(`${this.#path}/readers`);
      this.problem = null;
      this.restricted = false;
    } catch (error) {
      this.problem = error instanceof Problem ? error : new Problem({});
      this.restricted = this.problem.code === 'receipts.restricted';
      if (this.restricted) this.readers = null;
    }
  }

  tell = async (reader: Reader, how: How): Promise<void> => {
    await http.put(`${this.#path}/told/${reader.account}`, { how });
    await this.load();
  };

  withdraw = async (reader: Reader): Promise<void> => {
    try {
      await http.delete(`${this.#path}/told/${reader.account}`);
      await this.load();
    } catch (error) {
      const said = explain(error instanceof Problem ? error : new Problem({}));
      toast.show({ text: `${said.title} ${said.detail}` });
    }
  };

  #hear(event: Envelope): void {
    if (event.room !== this.#room) return;
    const waiting = this.readers ? [...this.readers.unread, ...this.readers.told] : [];
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never shown
    const open = new Set(waiting.map((reader) => reader.account));
    if (!concerns(event, this.#no, open)) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.load();
    }, ASK_AFTER);
  }
}
