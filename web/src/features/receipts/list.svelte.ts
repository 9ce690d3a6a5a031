import { follow } from '~/lib/follow';
import { http, Problem } from '~/lib/http';
import { explain } from '~/lib/i18n.svelte';
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
  'notifications.reminded',
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

  constructor(room: Id, no: number) {
    this.#room = room;
    this.#no = no;
    this.#path = `/rooms/${room}/messages/${no}`;
  }

  open = (): (() => void) =>
    follow({
      heard: HEARD,
      concerns: (event) => event.room === this.#room && this.#concerns(event),
      load: () => void this.load(),
      every: ASK_AFTER,
    });

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

  remind = async (): Promise<void> => {
    try {
      await http.post(`${this.#path}/remind`);
      await this.load();
    } catch (error) {
      complain(error);
    }
  };

  withdraw = async (reader: Reader): Promise<void> => {
    try {
      await http.delete(`${this.#path}/told/${reader.account}`);
      await this.load();
    } catch (error) {
      complain(error);
    }
  };

  #concerns(event: Envelope): boolean {
    const waiting = this.readers ? [...this.readers.unread, ...this.readers.told] : [];
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never shown
    const open = new Set(waiting.map((reader) => reader.account));
    return concerns(event, this.#no, open);
  }
}

function complain(error: unknown): void {
  const said = explain(error instanceof Problem ? error : new Problem({}));
  toast.show({ text: `${said.title} ${said.detail}` });
}
