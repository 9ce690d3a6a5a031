import { http, Problem } from '~/lib/http';
import { live } from '~/lib/live';
import { Sending } from '~/lib/asked.svelte';
import { Pager } from '~/lib/pager.svelte';
import type { Id, Import, Member } from '~/lib/wire/types';
import { moving } from './import';

/** Events tell of the progress; asking as well is for connections that hold them back. */
const ASK_EVERY = 2_000;

/** One import: from the file to the result. */
export class ImportRun {
  data = $state.raw<Import | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** In the directory and not in the file; asked for when somebody wants to see them. */
  missing = $state.raw<Pager<Member> | null>(null);
  readonly sending = new Sending();

  async upload(file: File, unit: Id | null): Promise<boolean> {
    const sent = await this.sending.run(() =>
      http.upload<Import>('/imports', file, { name: file.name, unit }),
    );
    if (sent) this.#take(sent.answer);
    return sent !== undefined;
  }

  async load(id: Id): Promise<void> {
    try {
      this.#take(await http.get<Import>(`/imports/${id}`));
      this.problem = null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.problem = error;
    }
  }

  /** What a heading means; the dry run is done again. */
  async answer(heading: string, field: string): Promise<void> {
    const { data } = this;
    if (!data) return;
    const columns = { [heading]: field };
    const sent = await this.sending.run(() =>
      http.put<Import>(`/imports/${data.id}/columns`, { columns }),
    );
    if (sent) this.#take(sent.answer);
  }

  async run(): Promise<void> {
    const { data } = this;
    if (!data) return;
    const sent = await this.sending.run(() => http.post<Import>(`/imports/${data.id}/run`));
    if (sent) this.#take(sent.answer);
  }

  async findMissing(): Promise<void> {
    this.missing ??= new Pager<Member>(`/imports/${this.data?.id ?? ''}/missing`, () => ({}));
    await this.missing.load();
  }

  /** true: those missing are suspended; false: they are let in again. Returns how many. */
  async suspendMissing(on: boolean): Promise<number | undefined> {
    const path = `/imports/${this.data?.id ?? ''}/missing/suspension`;
    const sent = await this.sending.run(() =>
      on ? http.put<{ count: number }>(path) : http.delete<{ count: number }>(path),
    );
    if (sent && this.missing) await this.missing.load();
    return sent?.answer.count;
  }

  forget(): void {
    this.data = null;
    this.missing = null;
    this.problem = null;
    this.sending.problem = null;
  }

  /** For an `$effect`: as long as something moves, it is followed. */
  follow(): (() => void) | undefined {
    const { data } = this;
    if (!data || !moving(data)) return undefined;
    const timer = setInterval(() => void this.load(data.id), ASK_EVERY);
    const off = live.on('importers.import_progressed', ({ data: heard }) => {
      const now = this.data;
      if (heard.id !== now?.id) return;
      if (heard.state !== now.state) void this.load(now.id);
      else this.data = { ...now, done: Math.max(now.done, heard.done), rows: heard.rows };
    });
    return () => {
      clearInterval(timer);
      off();
    };
  }

  #take(data: Import): void {
    // An answer that was on its way longer does not set the bar back.
    const before = this.data;
    const same = before?.id === data.id && before.state === data.state;
    this.data = same ? { ...data, done: Math.max(before.done, data.done) } : data;
  }
}
