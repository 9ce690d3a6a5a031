// Written by `make reference` from the routes; changes belong there.

export interface Acceptance {
  name?: string;
  affiliation?: string | null;
}

export interface Accepted {
  account: string;
  room: string;
  waiting: boolean;
  token: string | null;
}

export interface AcknowledgedReader {
  account: string;
  name: string;
  affiliation: string | null;
  outside: boolean;
  kind: 'member' | 'guest' | 'line' | 'bot';
  phone: string | null;
  at: string;
}

export interface Acknowledgements {
  count: number;
  mine: boolean;
  by: Name[];
}

export interface AddMember {
  name: string;
  kana?: string | null;
  login?: string | null;
  employee_no?: string | null;
  email?: string | null;
  phone?: string | null;
  unit?: string | null;
  position?: string | null;
  level?: string | number | null;
  order_no?: number | null;
  affiliation?: string | null;
  email_visible?: 'unit' | 'organisation' | 'administrators';
  phone_visible?: 'unit' | 'organisation' | 'administrators';
  also?: Placement[];
}

export interface Added {
  added: number;
}

export interface Administrator {
  id: string;
  name: string;
}

export interface Affiliation {
  name: string | null;
  count: number;
}

export interface Application {
  id: string;
  account: string;
  name: string;
  affiliation: string | null;
  asked_at: string;
}

export interface ApplicationPage {
  items: Application[];
  next: string | null;
}

export interface Arrived {
  token: string;
}

export interface Baseline {
  calls: number | null;
  faxes: number | null;
  mails: number | null;
  hurts: string | null;
}

export interface BoundaryChange {
  at: string;
  account: string;
  name: string;
  what: 'joined' | 'left';
  by: string | null;
}

export interface BoundaryView {
  total: number;
  inside: Side;
  outside: Side;
  invitations: Invitation[];
  changes: BoundaryChange[];
}

export interface CardsBody {
  accounts: string[];
}

export interface ChangeMe {
  language?: 'ja' | 'en';
  settings?: SettingsChange;
  name?: string;
  affiliation?: string | null;
}

export interface ChangeOrganisation {
  name?: string;
  outside_word?: string;
  unsend_for?: number;
  help_name?: string;
  help_phone?: string;
}

export interface ColumnView {
  heading: string;
  field: 'login' | 'employee_no' | 'name' | 'surname' | 'given_name' | 'kana' | 'surname_kana' | 'given_name_kana' | 'unit' | 'bureau' | 'division' | 'section' | 'team' | 'position' | 'level' | 'order_no' | 'email' | 'phone' | 'kind' | 'affiliation' | 'ignore' | null;
  sample: string[];
}

export interface Columns {
  columns: Record<string, 'login' | 'employee_no' | 'name' | 'surname' | 'given_name' | 'kana' | 'surname_kana' | 'given_name_kana' | 'unit' | 'bureau' | 'division' | 'section' | 'team' | 'position' | 'level' | 'order_no' | 'email' | 'phone' | 'kind' | 'affiliation' | 'ignore'>;
}

export interface CreateRoom {
  kind: 'group' | 'direct' | 'unit';
  name?: string;
  members?: string[];
  history?: 'all' | 'from_joining';
  reader_list?: 'everyone' | 'owners';
  unit?: string | null;
}

export interface Cursor {
  account: string;
  start_no: number;
  end_no: number | null;
  no: number;
}

export interface CursorBody {
  no: number;
}

export interface CursorPage {
  items: Cursor[];
  next: string | null;
}

export interface DeviceLink {
  url: string;
  token: string;
  number: string;
  until: string;
}

export interface DevicePage {
  items: OwnDevice[];
  next: string | null;
}

export interface DirectoryCount {
  not_yet: number;
  in: number;
  suspended: number;
}

export interface DirectoryCounts {
  total: DirectoryCount;
  units: UnitCount[];
}

export interface DirectoryMemberPage {
  items: Member[];
  next: string | null;
}

export interface EnteredBy {
  account: string;
  token: string | null;
}

export interface EntryBody {
  as?: 'token' | null;
}

export interface EntryNumber {
  number: string;
  organisation?: string;
  as?: 'token' | null;
}

export interface EntryPreview {
  name: string;
  organisation: string;
  until: string;
  kind: 'entry' | 'device';
}

export interface Forward {
  room: string;
  no: number;
}

export interface Group {
  name: string | null;
  count: number;
  outside: boolean;
}

export interface Health {
  status: string;
}

export interface Host {
  name: string;
  outside_word: string;
}

export interface ImportView {
  id: string;
  name: string;
  state: 'reading' | 'dry_run' | 'running' | 'done' | 'failed';
  encoding: 'utf-8' | 'utf-8-sig' | 'cp932' | 'xlsx';
  rows: number;
  done: number;
  counts: ImportersCounts;
  columns: ColumnView[];
  fields: ImportersChoice[];
  problems: ProblemView[];
  changes: ImportersChange[];
  units: string[];
  error: string | null;
}

export interface ImportersChange {
  name: string;
  field: string;
  before: string | null;
  after: string | null;
}

export interface ImportersChoice {
  id: 'login' | 'employee_no' | 'name' | 'surname' | 'given_name' | 'kana' | 'surname_kana' | 'given_name_kana' | 'unit' | 'bureau' | 'division' | 'section' | 'team' | 'position' | 'level' | 'order_no' | 'email' | 'phone' | 'kind' | 'affiliation' | 'ignore';
  label: string;
}

export interface ImportersCount {
  count: number;
}

export interface ImportersCounts {
  added: number;
  changed: number;
  same: number;
  bad: number;
  missing: number;
  known: number;
}

export interface Invitation {
  id: string;
  kind: 'member' | 'guest';
  rooms: string[];
  until: string;
  uses: number;
  used: number;
  approval: boolean;
  by: string;
  mine: boolean;
  url: string | null;
  token: string | null;
}

export interface InvitationPage {
  items: Invitation[];
  next: string | null;
}

export interface Invite {
  rooms: string[];
  kind?: 'member' | 'guest';
  until?: string | null;
  uses?: number | null;
  approval?: boolean;
}

export interface Inviter {
  name: string;
  affiliation: string | null;
}

export interface IssuedCard {
  account: string;
  url: string;
  token: string;
  number: string;
  until: string;
}

export interface IssuedCards {
  items: IssuedCard[];
}

export interface KeptBaseline {
  answers: Baseline;
  recorded_at: string | null;
}

export interface Keys {
  p256dh: string;
  auth: string;
}

export interface LastReminder {
  at: string;
  by: string;
  people: number;
}

export interface MadeCard {
  token: string;
  number: string;
}

export interface MadeLink {
  url: string;
  token: string;
  until: string;
}

export interface MakeUnit {
  name: string;
  parent?: string | null;
}

export interface Me {
  id: string;
  name: string;
  kana: string | null;
  kind: 'member' | 'guest' | 'line' | 'bot';
  affiliation: string | null;
  login: string | null;
  admin: boolean;
  unit_admin: string[];
  language: 'ja' | 'en';
  settings: Settings;
  has_password: boolean;
  waiting: boolean;
  organisation: Organisation;
}

export interface Member {
  id: string;
  name: string;
  kind: 'member' | 'guest' | 'line' | 'bot';
  affiliation: string | null;
  outside: boolean;
  suspended: boolean;
  kana: string | null;
  login: string | null;
  employee_no: string | null;
  email: string | null;
  phone: string | null;
  units: Posting[];
  position: string | null;
  level: string | null;
  order_no: number | null;
  state: 'not_yet' | 'in' | 'suspended' | null;
  admin: boolean | null;
  email_visible: 'unit' | 'organisation' | 'administrators' | null;
  phone_visible: 'unit' | 'organisation' | 'administrators' | null;
  mine: boolean;
}

export interface MemberChange {
  name?: string;
  kana?: string | null;
  login?: string;
  employee_no?: string | null;
  email?: string | null;
  phone?: string | null;
  unit?: string | null;
  position?: string | null;
  level?: string | number | null;
  order_no?: number | null;
  affiliation?: string | null;
  email_visible?: 'unit' | 'organisation' | 'administrators';
  phone_visible?: 'unit' | 'organisation' | 'administrators';
  also?: Placement[];
}

export interface MemberInside {
  id: string;
  name: string;
  kind: 'member' | 'guest' | 'line' | 'bot';
  affiliation: string | null;
  outside: boolean;
  suspended: boolean;
  owner: boolean;
  joined_at: string;
  invited_by: string | null;
  reachable: boolean | null;
}

export interface Message {
  id: string;
  no: number;
  seq: number;
  client_id: string | null;
  kind: 'text' | 'system';
  sender: string | null;
  sender_name: string;
  sender_affiliation: string | null;
  sender_outside: boolean;
  text: string | null;
  sent_at: string;
  unsent_at: string | null;
  forwarded: boolean;
  reply_to: Quote | null;
  system: System | null;
  audience: number;
  read: number;
  told: number;
  acknowledged: Acknowledgements;
  undertaken: Name[];
}

export interface MissingView {
  items: Member[];
  next: string | null;
}

export interface Name {
  account: string;
  name: string;
}

export interface NewChoice {
  level: 'everything' | 'to_me' | 'nothing';
  mute_for?: number;
}

export interface NewMembers {
  members: string[];
}

export interface NewMessage {
  client_id: string;
  text?: string;
  reply_to?: number | null;
  forward?: Forward | null;
}

export interface NewSubscription {
  endpoint: string;
  keys: Keys;
}

export interface NotificationsChoice {
  level: 'everything' | 'to_me' | 'nothing';
  muted_until: string | null;
  chosen: boolean;
}

export interface Operator {
  name: string;
  contact: string;
  place: string;
}

export interface Organisation {
  id: string;
  code: string;
  name: string;
  outside_word: string;
  unsend_for: number;
  help_name: string;
  help_phone: string;
}

export interface OrganisationName {
  name: string;
  code: string;
}

export interface OwnApplication {
  room: string;
  asked_at: string;
  deciders: string[];
}

export interface OwnApplicationPage {
  items: OwnApplication[];
  next: string | null;
}

export interface OwnDevice {
  id: string;
  device: string;
  current: boolean;
  reachable: boolean;
  since: string;
  delivered_at: string | null;
  failed_at: string | null;
  failure: string | null;
  test: Test | null;
}

export interface Page {
  items: Message[];
  next: string | null;
  first_no: number;
  head: number;
}

export interface PasswordBody {
  new: string;
  old?: string | null;
}

export interface Person {
  id: string;
  name: string;
  kind: 'member' | 'guest' | 'line' | 'bot';
  affiliation: string | null;
  outside: boolean;
  suspended: boolean;
}

export interface PersonPage {
  items: Person[];
  next: string | null;
}

export interface Placement {
  unit: string;
  position?: string | null;
  level?: string | null;
  order_no?: number | null;
}

export interface Posting {
  unit: string;
  path: string;
  main: boolean;
  position: string | null;
  level: string | null;
  order_no: number | null;
}

export interface Preview {
  organisation: Host;
  kind: 'member' | 'guest';
  inviter: Inviter;
  rooms: RoomAhead[];
  until: string;
  approval: boolean;
  already: string | null;
}

export interface ProblemView {
  line: number;
  column: string;
  value: string;
  reason: string;
  code: string;
}

export interface PushKey {
  key: string | null;
}

export interface Quote {
  no: number;
  sender_name: string;
  text: string | null;
}

export interface Read {
  account: string;
  name: string;
  affiliation: string | null;
  outside: boolean;
  kind: 'member' | 'guest' | 'line' | 'bot';
  phone: string | null;
  read_at: string;
}

export interface Readers {
  taken_at: string;
  message: RoomsAbout;
  audience: number;
  unread: Unread[];
  told: ToldReader[];
  unknown: Unknown[];
  read: Read[];
  acknowledged: AcknowledgedReader[];
  unnamed: number;
  came_later: number;
  restricted: boolean;
  reminded: LastReminder | null;
}

export interface Reminded {
  reached: number;
  unread: number;
}

export interface Room {
  id: string;
  kind: 'group' | 'direct' | 'unit';
  name: string;
  peer: Person | null;
  unit: string | null;
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
  applications: number;
  last: Message | null;
}

export interface RoomAhead {
  name: string;
  members: number;
  affiliations: Group[];
}

export interface RoomChange {
  name?: string | null;
  history?: 'all' | 'from_joining' | null;
  reader_list?: 'everyone' | 'owners' | null;
}

export interface RoomPage {
  items: Room[];
  next: string | null;
}

export interface RoomsAbout {
  no: number;
  text: string | null;
  sent_at: string;
  sender_name: string;
}

export interface RoomsMemberPage {
  items: MemberInside[];
  next: string | null;
}

export interface Screen {
  room: string;
  visible: boolean;
}

export interface Session {
  id: string;
  device: string;
  created_at: string;
  last_seen_at: string;
  current: boolean;
}

export interface SessionPage {
  items: Session[];
  next: string | null;
}

export interface SetUpBody {
  token: string;
  organisation: string;
  code: string;
  name: string;
  login: string;
  password: string;
  room: string;
}

export interface SetUpDone {
  account: string;
  room: string;
  invitation: Invitation;
  token: string | null;
}

export interface Settings {
  text: 'standard' | 'large' | 'larger' | 'largest';
  simple: boolean;
  light: 'system' | 'light' | 'dark';
  contrast: 'system' | 'high';
  enter_sends: boolean;
  welcomed: boolean;
}

export interface SettingsChange {
  text?: 'standard' | 'large' | 'larger' | 'largest';
  simple?: boolean;
  light?: 'system' | 'light' | 'dark';
  contrast?: 'system' | 'high';
  enter_sends?: boolean;
  welcomed?: boolean;
}

export interface SheetBody {
  cards: MadeCard[];
}

export interface Side {
  count: number;
  affiliations: Affiliation[];
}

export interface SignInBody {
  login: string;
  password: string;
  as?: 'token' | null;
}

export interface Signal {
  kind: 'typing' | 'here' | 'away';
}

export interface SignedIn {
  account: string;
  token: string | null;
}

export interface Subscribed {
  id: string;
}

export interface SurfacesAbout {
  version: string;
  setup_needed: boolean;
  secure: boolean;
  public_url: string;
  organisations: number;
  organisation: OrganisationName | null;
  operator: Operator;
  administrators: Administrator[];
}

export interface System {
  what: 'created' | 'joined' | 'left' | 'removed' | 'renamed' | 'owner_added' | 'owner_removed' | 'guest_renamed';
  accounts: Person[];
  count: number;
  by: Person | null;
  name: string | null;
}

export interface Test {
  state: 'waiting' | 'accepted' | 'refused' | 'arrived';
  at: string;
  reason: string | null;
}

export interface ToldReader {
  account: string;
  name: string;
  affiliation: string | null;
  outside: boolean;
  kind: 'member' | 'guest' | 'line' | 'bot';
  phone: string | null;
  at: string;
  how: 'telephone' | 'in_person' | 'fax' | 'paper';
  by: string;
  mine: boolean;
}

export interface Uncarded {
  account: string;
  name: string;
  affiliation: string | null;
  until: string | null;
}

export interface UncardedPage {
  items: Uncarded[];
  next: string | null;
}

export interface UnitChange {
  name?: string;
  parent?: string | null;
  order_no?: number;
}

export interface UnitCount {
  unit: string;
  path: string;
  not_yet: number;
  in: number;
  suspended: number;
}

export interface UnitPage {
  items: UnitView[];
  next: string | null;
}

export interface UnitView {
  id: string;
  name: string;
  parent: string | null;
  order_no: number;
  path: string;
  members: number;
}

export interface Unknown {
  account: string;
  name: string;
  affiliation: string | null;
  outside: boolean;
  kind: 'member' | 'guest' | 'line' | 'bot';
  phone: string | null;
  why: 'left' | 'suspended';
}

export interface Unread {
  account: string;
  name: string;
  affiliation: string | null;
  outside: boolean;
  kind: 'member' | 'guest' | 'line' | 'bot';
  phone: string | null;
  never_in: boolean;
  reachable: boolean;
}

export interface Word {
  how: 'telephone' | 'in_person' | 'fax' | 'paper';
}
