import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Id, Me, Message, NewMessage, Room } from '~/lib/wire/types';

/** A message on its way. `order` keeps what was written first in front. */
export interface Queued extends NewMessage {
  account: Id;
  room: Id;
  order: number;
  written_at: string;
  state: 'waiting' | 'sending' | 'failed';
  /** Why it failed, in the reader's words. */
  problem?: { title: string; detail: string; code: string };
}

/** What was on the screen last time, for an instant start. */
export interface Snapshot<T> {
  key: string;
  account: Id;
  seq: number | null;
  at: number;
  data: T;
}

interface Schema extends DBSchema {
  outbox: { key: string; value: Queued };
  rooms: { key: string; value: Snapshot<Room[]> };
  messages: { key: string; value: Snapshot<Message[]> };
  settings: { key: string; value: unknown };
}

type Store = 'outbox' | 'rooms' | 'messages' | 'settings';

/** Enough to fill the first screen of a room several times over. */
const KEPT_MESSAGES = 50;

let opening: Promise<IDBPDatabase<Schema> | null> | undefined;

/** null where the browser keeps nothing (some private windows): everything works, but only while the page lives. */
function database(): Promise<IDBPDatabase<Schema> | null> {
  opening ??= openDB<Schema>('kairan', 1, {
    upgrade(db) {
      db.createObjectStore('outbox', { keyPath: 'client_id' });
      db.createObjectStore('rooms', { keyPath: 'key' });
      db.createObjectStore('messages', { keyPath: 'key' });
      db.createObjectStore('settings');
    },
    // A newer version in another tab must not wait for us.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    terminated: () => (opening = undefined),
  }).catch(() => null);
  return opening;
}

async function quietly<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T | undefined> {
  const db = await database();
  // A full disk must not break the screen; what is lost is only the copy.
  return db ? work(db).catch(() => undefined) : undefined;
}

export const db = {
  /** Throws where it cannot be kept, because a promise to send later would be a lie. Returns false without a database. */
  async queue(message: Queued): Promise<boolean> {
    const open = await database();
    if (open) await open.put('outbox', message);
    return open !== null;
  },
  unqueue: (clientId: string) => quietly((d) => d.delete('outbox', clientId)),
  queued: async (account: Id): Promise<Queued[]> =>
    ((await quietly((d) => d.getAll('outbox'))) ?? [])
      .filter((message) => message.account === account)
      .sort((a, b) => a.order - b.order),

  rooms: (account: Id) => quietly((d) => d.get('rooms', account)),
  keepRooms: (account: Id, rooms: Room[], seq: number | null) =>
    quietly((d) => d.put('rooms', { key: account, account, seq, at: Date.now(), data: rooms })),

  messages: (account: Id, room: Id) => quietly((d) => d.get('messages', `${account} ${room}`)),
  keepMessages: (account: Id, room: Id, messages: Message[], seq: number | null) =>
    quietly((d) =>
      d.put('messages', {
        key: `${account} ${room}`,
        account,
        seq,
        at: Date.now(),
        data: messages.slice(-KEPT_MESSAGES),
      }),
    ),
  /** Somebody has left a room: nothing of it stays on the device. */
  dropMessages: (account: Id, room: Id) =>
    quietly((d) => d.delete('messages', `${account} ${room}`)),

  me: () => quietly((d) => d.get('settings', 'me')) as Promise<Me | undefined>,
  keepMe: (me: Me) => quietly((d) => d.put('settings', me, 'me')),
  setting: <T>(key: string) => quietly((d) => d.get('settings', key)) as Promise<T | undefined>,
  keepSetting: (key: string, value: unknown) => quietly((d) => d.put('settings', value, key)),

  /** After signing out nothing readable stays on the device; what was written and not sent does, for the same person. */
  async forget(): Promise<void> {
    for (const store of ['rooms', 'messages', 'settings'] satisfies Store[])
      await quietly((d) => d.clear(store));
  },
  /** Only for tests: the next call opens anew. */
  async close(): Promise<void> {
    (await database())?.close();
    opening = undefined;
  },
};
