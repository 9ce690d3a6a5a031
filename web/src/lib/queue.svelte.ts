import { createSubscriber } from 'svelte/reactivity';
import type { Queued } from '~/lib/db';
import { outbox } from '~/lib/outbox';
import { stream, type Connection } from '~/lib/stream';
import type { Id } from '~/lib/wire/types';

const outboxChanges = createSubscriber((update) => outbox.onChange(update));
const connectionChanges = createSubscriber((update) => stream.onConnection(update));

/** What waits in a room, for templates: changes by itself. */
export function queuedIn(room: Id): Queued[] {
  outboxChanges();
  return outbox.list(room);
}

/** For templates: changes by itself. */
export function connection(): Connection {
  connectionChanges();
  return stream.connection;
}
