import type { Envelope, Id, Message, Room } from '~/lib/wire/types';

/** The talk list and the log position it stands at. `own`: rooms asked for apart, and when. */
export interface TalksState {
  items: Room[];
  seq: number;
  own: Readonly<Record<Id, number>>;
}

export interface Change {
  state: TalksState;
  /** A room whose figures only the server knows now: ask for it. */
  ask: Id | null;
}

export const EMPTY: TalksState = { items: [], seq: 0, own: {} };

/** Event by event, the list stays what the server would answer. An event heard twice changes nothing. */
export function applied(state: TalksState, event: Envelope, me: Id): Change {
  const id = event.room;
  if (!id || event.seq <= Math.max(state.seq, state.own[id] ?? 0)) return { state, ask: null };
  const room = state.items.find((one) => one.id === id);
  const next = { ...state, own: { ...state.own, [id]: event.seq } };
  if (event.type === 'rooms.member_left' && event.data.account === me)
    return { state: { ...next, items: without(state.items, id) }, ask: null };
  // Whoever is let in reads a line that says so; a talk somebody opens with us begins with its first message.
  const begins = event.type.startsWith('rooms.') && event.type !== 'rooms.member_joined';
  if (!room) return { state: next, ask: begins ? id : null };
  const { now, ask } = changed(room, event, me);
  if (now === room) return { state: next, ask: ask ? id : null };
  return { state: { ...next, items: sorted(put(state.items, now)) }, ask: ask ? id : null };
}

/** A room asked for apart: what the server said at `seq`. */
export function placed(state: TalksState, room: Room, seq: number): TalksState {
  if (seq < (state.own[room.id] ?? 0)) return state;
  const own = { ...state.own, [room.id]: Math.max(seq, state.own[room.id] ?? 0) };
  return { ...state, own, items: sorted(put(state.items, room)) };
}

/** This person has just read up to `no`; the server will say the same soon. `left`: unread ones after it, null: not known. */
export function readTo(state: TalksState, id: Id, no: number, left: number | null): TalksState {
  const room = state.items.find((one) => one.id === id);
  if (!room || no <= room.cursor) return state;
  const unread = no >= room.head ? 0 : (left ?? room.unread);
  return { ...state, items: put(state.items, { ...room, cursor: no, unread }) };
}

function changed(room: Room, event: Envelope, me: Id): { now: Room; ask: boolean } {
  const kept = { now: room, ask: false };
  switch (event.type) {
    case 'rooms.message_sent':
      return { now: sent(room, event.data, me), ask: false };
    case 'rooms.message_unsent':
      return { now: unsent(room, event.data.no, event.at, event.actor === me), ask: false };
    case 'rooms.member_joined': {
      const { account, affiliation, outside, suspended } = event.data;
      if (account === me) return { now: room, ask: true };
      if (suspended) return kept;
      const affiliations = new Set(room.outside_affiliations);
      if (outside && affiliation) affiliations.add(affiliation);
      const now = {
        ...room,
        members: room.members + 1,
        outside: room.outside + (outside ? 1 : 0),
        outside_affiliations: [...affiliations],
      };
      return { now, ask: false };
    }
    case 'rooms.member_left': {
      // `members` are those who can read. Whether it was the last one of an affiliation, only the server knows.
      const { outside, suspended } = event.data;
      return { now: { ...room, members: room.members - (suspended ? 0 : 1) }, ask: outside };
    }
    case 'rooms.room_changed': {
      const { name, reader_list, history } = event.data;
      return { now: { ...room, name, reader_list, history }, ask: false };
    }
    case 'rooms.owner_added':
    case 'rooms.owner_removed':
      if (event.data.account !== me) return kept;
      // An owner also sees who asks to be let in.
      return { now: { ...room, owner: event.type === 'rooms.owner_added' }, ask: true };
    case 'rooms.people_changed':
    case 'rooms.application_made':
    case 'rooms.application_closed':
      return { now: room, ask: true };
    case 'receipts.cursors_moved': {
      const mine = event.data.moves.find(([account]) => account === me);
      if (!mine || mine[1] <= room.cursor) return kept;
      const all = mine[1] >= room.head;
      return { now: { ...room, cursor: mine[1], unread: all ? 0 : room.unread }, ask: !all };
    }
    default:
      return kept;
  }
}

function sent(room: Room, message: Message, me: Id): Room {
  if (message.no <= room.head) return room;
  const unread = message.kind === 'text' && message.sender !== me && !message.unsent_at;
  return {
    ...room,
    head: message.no,
    last: message,
    unread: room.unread + (unread && message.no > room.cursor ? 1 : 0),
  };
}

function unsent(room: Room, no: number, at: string, mine: boolean): Room {
  const counted = !mine && no > room.cursor && no >= room.from_no;
  const last =
    room.last?.no === no
      ? { ...room.last, text: null, unsent_at: room.last.unsent_at ?? at, reply_to: null }
      : room.last;
  return { ...room, last, unread: Math.max(0, room.unread - (counted ? 1 : 0)) };
}

function put(items: Room[], room: Room): Room[] {
  const known = items.some((one) => one.id === room.id);
  return known ? items.map((one) => (one.id === room.id ? room : one)) : [room, ...items];
}

function without(items: Room[], id: Id): Room[] {
  return items.filter((room) => room.id !== id);
}

/** The one last written in first. */
export function sorted(items: Room[]): Room[] {
  return [...items].sort((a, b) => (b.last?.seq ?? 0) - (a.last?.seq ?? 0));
}
