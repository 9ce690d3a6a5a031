/**
 * What client and server say to each other, as docs/subsystems/wire.md has it. Bodies and answers come from the
 * routes (`api.ts`); here they get the names the screens use. Events have their own file.
 */
import type * as api from './api';

export type * from './events';
export type {
  Application,
  Baseline,
  KeptBaseline,
  BoundaryView as Boundary,
  Cursor,
  DirectoryCount as Counts,
  DirectoryCounts as UnitCounts,
  DeviceLink,
  EntryPreview as EntryLink,
  ImportView as Import,
  Invitation,
  IssuedCard,
  IssuedCards,
  ChangeMe as MeChange,
  MadeLink,
  Me,
  Member,
  MemberChange,
  Message,
  Page as MessagePage,
  Name,
  NotificationsChoice as RoomChoice,
  Organisation,
  ChangeOrganisation as OrganisationChange,
  OwnDevice as PushDevice,
  OwnApplication,
  Person,
  Posting,
  Preview as InvitationPreview,
  Readers,
  Room,
  MemberInside as RoomMember,
  Session,
  Settings,
  SetUpDone as SetUp,
  SurfacesAbout as About,
  System,
  Uncarded,
  UnitView as Unit,
} from './api';

export type Id = string;
/** RFC 3339 in UTC, e.g. `2026-11-20T05:21:00.123456Z`. */
export type Instant = string;

export interface List<T> {
  items: T[];
  next: string | null;
}

/** With its words, though they may be left out of a forwarded one: they stand in the queue. */
export type NewMessage = api.NewMessage & { text: string };
export type AccountKind = api.Person['kind'];
export type Language = api.Me['language'];
export type TextSize = api.Settings['text'];
export type RoomKind = api.Room['kind'];
export type How = api.Word['how'];
/** What all the lists of a reader list have in common. */
export type Reader = Omit<api.Unread, 'never_in' | 'reachable'>;
export type MemberState = NonNullable<api.Member['state']>;
export type Visibility = NonNullable<api.Member['email_visible']>;

export interface ProblemBody {
  status: number;
  code: string;
  title: string;
  detail?: string | null;
  fields?: Record<string, string>;
}
