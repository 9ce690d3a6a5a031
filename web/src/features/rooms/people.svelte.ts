import { follow } from '~/lib/follow';
import { http, Problem } from '~/lib/http';
import type { Application, Boundary, EventType, Id, List, RoomMember } from '~/lib/wire/types';
import { rooms } from './store.svelte';

const HEARD = [
  'rooms.member_joined',
  'rooms.member_left',
  'rooms.people_changed',
  'rooms.owner_added',
  'rooms.owner_removed',
  'rooms.invitations_changed',
  'rooms.application_made',
  'rooms.application_closed',
] as const satisfies EventType[];
const PAGE = 200;
const ASK_AFTER = 400;

/** Who can read one room: its people, its open links, who asks to be let in. */
export class People {
  readonly room: Id;
  boundary = $state.raw<Boundary | null>(null);
  members = $state.raw<RoomMember[]>([]);
  next = $state<string | null>(null);
  applications = $state.raw<Application[]>([]);
  problem = $state.raw<Problem | null>(null);

  constructor(room: Id) {
    this.room = room;
  }

  open = (): (() => void) =>
    follow({
      heard: HEARD,
      concerns: (event) => event.room === undefined || event.room === this.room,
      load: () => void this.load(),
      every: ASK_AFTER,
    });

  async load(): Promise<void> {
    try {
      const [boundary, members] = await Promise.all([
        http.get<Boundary>(`/rooms/${this.room}/boundary`),
        this.#page(null),
      ]);
      this.boundary = boundary;
      this.members = members.items;
      this.next = members.next;
      this.problem = null;
    } catch (error) {
      this.problem = error instanceof Problem ? error : new Problem({});
    }
    if (rooms.get(this.room)?.owner) await this.#askApplications();
    else this.applications = [];
  }

  async more(): Promise<void> {
    const { items, next } = await this.#page(this.next);
    this.members = [...this.members, ...items];
    this.next = next;
  }

  async #askApplications(): Promise<void> {
    const answer = await http
      .get<List<Application>>(`/rooms/${this.room}/applications`)
      .catch(() => null);
    this.applications = answer?.items ?? [];
  }

  #page(after: string | null): Promise<List<RoomMember>> {
    return http.get(`/rooms/${this.room}/members`, { after, limit: PAGE });
  }
}
