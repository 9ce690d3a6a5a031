/**
 * What the stream tells. Written by hand: the words of an event are joined when it is told, by no declared shape
 * (docs/decisions/0006). The law of snapshots compares each event it hears with this file.
 */
import type { How, Id, Import, Instant, Message, Person, Room } from './types';

export interface EventMap {
  'rooms.message_sent': Message;
  'rooms.message_unsent': { no: number };
  'rooms.message_undertaken': { no: number; account: Id; name: string };
  'rooms.undertaking_withdrawn': { no: number; account: Id };
  'rooms.member_joined': {
    account: Id;
    name: string;
    kind: Person['kind'];
    affiliation: string | null;
    outside: boolean;
    suspended: boolean;
    from_no: number;
    start_no: number;
  };
  'rooms.member_left': {
    account: Id;
    name: string;
    kind: Person['kind'];
    affiliation: string | null;
    outside: boolean;
    suspended: boolean;
    why: 'left' | 'removed';
  };
  'rooms.people_changed': Record<string, never>;
  'rooms.room_changed': {
    name: string;
    reader_list: Room['reader_list'];
    history: Room['history'];
  };
  'rooms.owner_added': { account: Id };
  'rooms.owner_removed': { account: Id };
  'rooms.application_made': { id: Id };
  'rooms.application_closed': { id: Id };
  'rooms.invitations_changed': Record<string, never>;
  'receipts.cursors_moved': { room: Id; moves: [Id, number][] };
  'receipts.counted': {
    room: Id;
    counts: { no: number; read: number; told: number; acknowledged: number }[];
  };
  'receipts.acknowledged': { no: number; account: Id; name: string; at: Instant };
  'receipts.acknowledgement_withdrawn': { no: number; account: Id };
  'receipts.told_in_person': { no: number; account: Id; how: How; by: string; at: Instant };
  'receipts.told_withdrawn': { no: number; account: Id };
  'accounts.role_changed': { account: Id };
  'accounts.sessions_ended': { account: Id; sessions: Id[] };
  'accounts.account_suspended': { account: Id };
  'accounts.account_restored': { account: Id };
  'accounts.me_changed': Record<string, never>;
  'accounts.organisation_changed': Record<string, never>;
  'directory.directory_changed': Record<string, never>;
  'directory.counts_changed': Record<string, never>;
  'importers.import_progressed': { id: Id; state: Import['state']; done: number; rows: number };
}

export type EventType = keyof EventMap;

/** What an event is wrapped in. */
export type Envelope<T extends EventType = EventType> = {
  [K in T]: {
    seq: number;
    type: K;
    at: Instant;
    room?: Id;
    actor?: Id;
    data: EventMap[K];
  };
}[T];

export interface Signal {
  type: 'typing' | 'here' | 'away';
  room: Id;
  account: Id;
  name: string;
}

export interface End {
  why: 'signed_out' | 'suspended' | 'going_down';
}

export interface LongPoll {
  events?: Envelope[];
  signals?: Signal[];
  head: number;
  epoch?: string | number;
  reset?: boolean;
}
