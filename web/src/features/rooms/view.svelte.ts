import { session } from '~/features/accounts';
import { Reading } from '~/features/receipts';
import { announce } from '~/lib/a11y';
import { Problem } from '~/lib/http';
import { explain, t, words } from '~/lib/i18n.svelte';
import { live } from '~/lib/live';
import { outbox } from '~/lib/outbox';
import { prefs } from '~/lib/prefs.svelte';
import { queuedIn } from '~/lib/queue.svelte';
import { clock } from '~/lib/time';
import type { Id, Message, Room } from '~/lib/wire/types';
import { toast } from '~/ui/toast.svelte';
import { aloud } from './aloud.svelte';
import { asksFirst, drafts, width } from './drafts';
import { elsewhere } from './elsewhere';
import { countable, unreadAfter } from './log';
import { RoomLog } from './log.svelte';
import { rowsOf, type Row } from './rows';
import { Signals } from './signals.svelte';
import { rooms } from './store.svelte';
import { spoken } from './words';

export type SheetKind = 'menu' | 'readers' | 'forward' | 'unsend' | 'withdraw' | 'date' | 'wider';
export interface Open {
  kind: SheetKind;
  message: Message | null;
  /** Where a menu belongs on a desktop. */
  at?: { x: number; y: number };
}

/** One open room: what its parts share. */
export class RoomView {
  readonly id: Id;
  readonly me = session.mine;
  readonly log: RoomLog;
  readonly reading: Reading;
  readonly signals: Signals;
  /** The divider stands after this number, until one leaves; null: nothing was unread. */
  readBefore = $state<number | null>(null);
  sheet = $state.raw<Open | null>(null);
  replyTo = $state.raw<Message | null>(null);
  draft = $state('');
  /** Edges of this message are marked for a moment. */
  flash = $state<number | null>(null);
  #known = 0;
  #sending = false;
  #keepDraft: ReturnType<typeof setTimeout> | undefined;

  constructor(id: Id) {
    this.id = id;
    const room = rooms.get(id);
    this.readBefore = room && room.unread > 0 ? room.cursor : null;
    this.log = new RoomLog(id, this.me.id);
    this.reading = new Reading(id, room?.cursor ?? 0, (no) => this.#read(no));
    this.signals = new Signals(id, this.me.id, room?.kind === 'direct');
  }

  get room(): Room | undefined {
    return rooms.get(this.id);
  }

  get rows(): Row[] {
    return rowsOf(this.log.items, queuedIn(this.id), {
      me: this.me.id,
      readBefore: this.readBefore,
      start: this.log.atStart,
    });
  }

  open(): () => void {
    void this.log.open(this.room);
    void drafts.read(this.me.id, this.id).then((text) => (this.draft ||= text));
    void width.read(this.me.id, this.id).then((known) => (this.#known = known));
    const stops = [
      this.signals.open(),
      live.on('rooms.message_sent', ({ room, data }) => room === this.id && this.#arrived(data)),
    ];
    return () => {
      for (const stop of stops) stop();
      clearTimeout(this.#keepDraft);
      void drafts.keep(this.me.id, this.id, this.draft);
      this.log.close();
      aloud.stop();
    };
  }

  /** May ask first who reads it. */
  async send(): Promise<void> {
    const { room } = this;
    if (!this.draft.trim() || !room) return;
    if (
      asksFirst(this.#known, { kind: room.kind, outside: elsewhere(room).count }, prefs.look.simple)
    )
      this.show('wider');
    else await this.sendNow();
  }

  async sendNow(): Promise<void> {
    if (this.#sending) return;
    const { room } = this;
    const text = this.draft.trim();
    const reply_to = this.replyTo?.no;
    this.#sending = true;
    try {
      await outbox.add(this.id, { text, ...(reply_to !== undefined && { reply_to }) });
    } finally {
      this.#sending = false;
    }
    // Only now: nothing that left the field can be lost. What was typed meanwhile stays.
    const left = this.draft.trimStart();
    this.draft = left.startsWith(text) ? left.slice(text.length).trimStart() : left;
    this.replyTo = null;
    this.typed();
    void drafts.keep(this.me.id, this.id, this.draft);
    this.#known = room ? elsewhere(room).count : 0;
    void width.keep(this.me.id, this.id, this.#known);
    await this.log.jumpToEnd().catch(() => undefined);
  }

  /** The field has changed. */
  typed(): void {
    if (this.draft) this.signals.type();
    else this.signals.rest();
    clearTimeout(this.#keepDraft);
    this.#keepDraft = setTimeout(() => void drafts.keep(this.me.id, this.id, this.draft), 500);
  }

  show(kind: SheetKind, message: Message | null = null, at?: Open['at']): void {
    this.sheet = { kind, message, at };
  }

  hide = (): void => {
    this.sheet = null;
    this.reading.restart();
  };

  acknowledge(message: Message, on: boolean): void {
    if (on) this.reading.advance(message.no);
    this.log.acknowledge(message, on, this.me.name).catch(complain);
  }

  undertake(message: Message, on: boolean): void {
    this.log.undertake(message, on, this.me.name).catch(complain);
  }

  /** Goes to a message and marks it for a moment. */
  async jump(no: number): Promise<void> {
    await this.log.jump(no).catch(complain);
  }

  mark(no: number): void {
    this.flash = no;
    setTimeout(() => (this.flash = null), 1_200);
  }

  #read(no: number): void {
    rooms.read(this.id, no, unreadAfter(this.log.state, no, this.me.id));
  }

  #arrived(message: Message): void {
    this.signals.wrote(message.sender);
    if (!countable(message, this.me.id)) return;
    // Somebody who looks elsewhere finds the place again.
    if (this.readBefore === null && !document.hasFocus())
      this.readBefore = this.room?.cursor ?? message.no - 1;
    announce(spoken(message, clock(message.sent_at, words.language), t));
  }
}

export function complain(error: unknown): void {
  const { title, detail } = explain(error instanceof Problem ? error : new Problem({}));
  toast.show({ text: `${title} ${detail}` });
}
