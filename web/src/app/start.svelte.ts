import { session } from '~/features/accounts';
import { rooms } from '~/features/rooms';
import { t } from '~/lib/i18n.svelte';
import { live } from '~/lib/live';
import { outbox } from '~/lib/outbox';
import { stream } from '~/lib/stream';
import type { Me } from '~/lib/wire/types';
import { showUnread } from './unread';

/** How long to wait before asking again for a first snapshot that did not come. */
const AGAIN = 5_000;

/** Features that listen to the server's events name themselves here. */
const LISTENERS = [session, rooms];

/** The order of a start: what is remembered, then the server's snapshot, then the stream from there on. */
export function start(): void {
  for (const feature of LISTENERS) feature.listen();
  live.on('rooms.message_sent', ({ room, data }) => room && void outbox.confirm(room, data));
  stream.onConnection((connection) => {
    if (connection === 'live') void outbox.flush();
  });
  addEventListener('online', () => void outbox.flush());
  let current: string | null = null;
  let mySeq: Promise<number | null> | null = session.load();
  $effect.root(() => {
    $effect(() => showUnread(rooms.unread, t('accounts-product')));
    $effect(() => {
      const me = session.me;
      if (me?.id === current) return;
      current = me?.id ?? null;
      const seq = mySeq;
      mySeq = null;
      if (me) void open(me, seq);
      else rooms.forget();
    });
  });
}

async function open(me: Me, mySeq: Promise<number | null> | null): Promise<void> {
  stream.prepare(me.id);
  await rooms.recall(me.id);
  void outbox.open(me.id);
  for (;;) {
    const seqs = await Promise.all([mySeq, rooms.load(me.id)]).catch(() => null);
    if (session.me?.id !== me.id) return;
    if (seqs) {
      const known = seqs.filter((seq) => seq !== null);
      return stream.start(known.length > 0 ? Math.min(...known) : null);
    }
    await new Promise((again) => setTimeout(again, AGAIN));
  }
}
