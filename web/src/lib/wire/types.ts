/**
 * What client and server say to each other, as docs/subsystems/wire.md has it.
 * Written by hand for now; a generated file of the same names will take its place.
 */

export type Id = string;
/** RFC 3339 in UTC, e.g. `2026-11-20T05:21:00.123456Z`. */
export type Instant = string;

export interface List<T> {
  items: T[];
  next: string | null;
}

export type AccountKind = 'member' | 'guest';

export interface Person {
  id: Id;
  name: string;
  kind: AccountKind;
  affiliation: string | null;
  outside: boolean;
  suspended: boolean;
}

export type TextSize = 'standard' | 'large' | 'larger' | 'largest';
export type Language = 'ja' | 'en';

export interface Settings {
  text: TextSize;
  simple: boolean;
  light: 'system' | 'light' | 'dark';
  contrast: 'system' | 'high';
  enter_sends: boolean;
  welcomed: boolean;
}

export interface Organisation {
  id: Id;
  code: string;
  name: string;
  outside_word: string;
  /** Seconds during which a sender may take a message back. */
  unsend_for: number;
}

export type OrganisationChange = Partial<
  Pick<Organisation, 'name' | 'outside_word' | 'unsend_for'>
>;

export interface Me {
  id: Id;
  name: string;
  kana: string | null;
  kind: AccountKind;
  affiliation: string | null;
  login: string | null;
  admin: boolean;
  unit_admin: Id[];
  language: Language;
  settings: Settings;
  has_password: boolean;
  /** A guest whose invitation still waits for an owner. */
  waiting: boolean;
  organisation: Organisation;
}

export interface MeChange {
  language?: Language;
  settings?: Partial<Settings>;
  name?: string;
  affiliation?: string;
}

export interface About {
  version: string;
  setup_needed: boolean;
  secure: boolean;
  public_url: string;
  organisations: number;
  organisation: { name: string; code: string } | null;
  operator: { name: string; contact: string; place: string };
  administrators?: { id: Id; name: string }[];
}

export interface Session {
  id: Id;
  device: string;
  created_at: Instant;
  last_seen_at: Instant;
  current: boolean;
}

export interface EntryLink {
  name: string;
  organisation: string;
  until: Instant;
}

/** A link just made: the only time its address is told. */
export interface MadeLink {
  url: string;
  token: string;
  until: Instant;
}

export interface SetUp {
  account: Id;
  room: Id;
  invitation: MadeLink;
}

// Rooms

export type RoomKind = 'group' | 'direct' | 'unit';

export interface Room {
  id: Id;
  kind: RoomKind;
  name: string;
  peer: Person | null;
  unit: Id | null;
  owner: boolean;
  members: number;
  outside: number;
  outside_affiliations: string[];
  head: number;
  cursor: number;
  unread: number;
  from_no: number;
  start_no: number;
  history: 'all' | 'from_joining';
  reader_list: 'everyone' | 'owners';
  /** How many ask an owner to be let in; 0 for others. */
  applications: number;
  last: Message | null;
}

export interface Message {
  id: Id;
  no: number;
  seq: number;
  client_id: string | null;
  kind: 'text' | 'system';
  sender: Id | null;
  sender_name: string;
  sender_affiliation: string | null;
  sender_outside: boolean;
  text: string | null;
  sent_at: Instant;
  unsent_at: Instant | null;
  forwarded: boolean;
  reply_to: { no: number; sender_name: string; text: string | null } | null;
  system: System | null;
  audience: number;
  read: number;
  told: number;
  acknowledged: { count: number; mine: boolean; by: { account: Id; name: string }[] };
}

export interface System {
  what:
    | 'created'
    | 'joined'
    | 'left'
    | 'removed'
    | 'renamed'
    | 'owner_added'
    | 'owner_removed'
    | 'guest_renamed';
  accounts: Person[];
  count: number;
  by: Person | null;
  name: string | null;
}

export interface MessagePage {
  items: Message[];
  next: string | null;
  first_no: number;
  head: number;
}

export interface NewMessage {
  client_id: string;
  text: string;
  reply_to?: number;
  forward?: { room: Id; no: number };
}

export interface RoomMember extends Person {
  owner: boolean;
  joined_at: Instant;
  invited_by: string | null;
  last_seen?: Instant | null;
}

interface Side {
  count: number;
  affiliations: { name: string; count: number }[];
}

export interface Boundary {
  total: number;
  inside: Side;
  outside: Side;
  invitations: Invitation[];
  changes: { at: Instant; account: Id; name: string; what: 'joined' | 'left'; by: string | null }[];
}

export interface Invitation {
  id: Id;
  kind: AccountKind;
  rooms: Id[];
  until: Instant | null;
  uses: number | null;
  used: number;
  approval: boolean;
  by: string;
  mine: boolean;
  /** Only in the answer to the making. */
  url?: string;
  token?: string;
}

export interface InvitationPreview {
  organisation: { name: string; outside_word: string };
  kind: AccountKind;
  inviter: { name: string; affiliation: string | null };
  rooms: {
    name: string;
    members: number;
    affiliations: { name: string; count: number; outside: boolean }[];
  }[];
  until: Instant | null;
  approval: boolean;
  already: Id | null;
}

export interface Application {
  id: Id;
  account: Id;
  name: string;
  affiliation: string | null;
  asked_at: Instant;
}

// Receipts

export interface Cursor {
  account: Id;
  start_no: number;
  end_no: number | null;
  no: number;
}

export type How = 'telephone' | 'in_person' | 'fax' | 'paper';

export interface Reader {
  account: Id;
  name: string;
  affiliation: string | null;
  outside: boolean;
  kind: AccountKind;
  phone: string | null;
}

export interface Readers {
  taken_at: Instant;
  message: { no: number; text: string | null; sent_at: Instant; sender_name: string };
  audience: number;
  unread: (Reader & { never_in: boolean })[];
  told: (Reader & { at: Instant; how: How; by: string; mine: boolean })[];
  unknown: (Reader & { why: 'left' | 'suspended' })[];
  read: (Reader & { read_at: Instant })[];
  acknowledged: (Reader & { at: Instant })[];
  came_later: number;
  restricted: boolean;
}

// Directory

export type MemberState = 'not_yet' | 'in' | 'suspended';
export type Visibility = 'unit' | 'organisation' | 'administrators';

export interface Posting {
  unit: Id;
  path: string;
  main: boolean;
  position: string | null;
  /** As it is called there: 3, 3級. */
  level: string | number | null;
  order_no: number | null;
}

export interface Member extends Person {
  kana: string | null;
  login: string | null;
  employee_no: string | null;
  email: string | null;
  phone: string | null;
  units: Posting[];
  state: MemberState | null;
  admin: boolean | null;
  email_visible: Visibility | null;
  phone_visible: Visibility | null;
  mine: boolean;
}

export interface MemberChange {
  name?: string;
  kana?: string | null;
  login?: string;
  employee_no?: string | null;
  email?: string | null;
  phone?: string | null;
  unit?: Id | null;
  position?: string | null;
  level?: string | number | null;
  order_no?: number | null;
  affiliation?: string | null;
  email_visible?: Visibility;
  phone_visible?: Visibility;
}

export interface Unit {
  id: Id;
  name: string;
  parent: Id | null;
  order_no: number;
  path: string;
  members: number;
}

export interface Counts {
  not_yet: number;
  in: number;
  suspended: number;
}

export interface UnitCounts {
  total: Counts;
  units: (Counts & { unit: Id; path: string })[];
}

// Importers

export interface Import {
  id: Id;
  name: string;
  state: 'reading' | 'dry_run' | 'running' | 'done' | 'failed';
  encoding: 'utf-8' | 'utf-8-sig' | 'cp932' | 'xlsx' | null;
  rows: number;
  done: number;
  counts: {
    added: number;
    changed: number;
    same: number;
    bad: number;
    missing: number;
    /** How many the directory had, of whom some are missing. */
    known: number;
  };
  columns: { heading: string; field: string | null; sample: string[] }[];
  fields: { id: string; label: string }[];
  problems: { line: number; column: string; value: string; reason: string; code: string }[];
  changes: { name: string; field: string; before: string | null; after: string | null }[];
  /** Paths of units the import makes: the first 200. */
  units?: string[];
  error: string | null;
}

// The stream

export interface EventMap {
  'rooms.message_sent': Message;
  'rooms.message_unsent': { no: number };
  'rooms.member_joined': {
    account: Id;
    name: string;
    kind: AccountKind;
    affiliation: string | null;
    outside: boolean;
    from_no: number;
    start_no: number;
  };
  'rooms.member_left': { account: Id; name: string; why: 'left' | 'removed' };
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
  'receipts.acknowledgement_withdrawn': { no: number; account: Id; name: string; at: Instant };
  'receipts.told_in_person': { no: number; account: Id; how: How; by: string; at: Instant };
  'receipts.told_withdrawn': { no: number; account: Id; how: How; by: string; at: Instant };
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

export interface ProblemBody {
  status: number;
  code: string;
  title: string;
  detail?: string | null;
  fields?: Record<string, string>;
}
