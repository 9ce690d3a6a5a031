import { Asked, Sending } from '~/lib/asked.svelte';
import { http } from '~/lib/http';
import { t } from '~/lib/i18n.svelte';
import type { KeptBaseline } from '~/lib/wire/types';
import { baselineOf, NO_ANSWERS, typed, unclear, type Answers, type Question } from './baseline';

/** The three questions being answered, in the set-up or later. */
export class BaselineForm {
  answers = $state<Answers>({ ...NO_ANSWERS });
  readonly asked = new Asked(() => http.get<KeptBaseline>('/organisation/baseline'));
  readonly sending = new Sending();
  #unclear = $state.raw<Question[]>([]);
  #kept = JSON.stringify(NO_ANSWERS);

  get errors(): Partial<Record<Question, string>> {
    const wrong = this.#unclear.map((one) => [one, t('accounts-baseline_number')]);
    return { ...this.sending.fields, ...Object.fromEntries(wrong) };
  }

  /** Fetches what was answered before. */
  load = async (): Promise<void> => {
    await this.asked.load();
    if (this.asked.data) this.#took(typed(this.asked.data.answers));
  };

  /** Whether it is kept: just now, or nothing has changed. */
  async save(): Promise<boolean> {
    this.#unclear = unclear(this.answers);
    if (this.#unclear.length > 0) return false;
    if (JSON.stringify(this.answers) === this.#kept) return true;
    const body = baselineOf(this.answers);
    const sent = await this.sending.run(() => http.put('/organisation/baseline', body));
    if (sent) this.#took(typed(body));
    return Boolean(sent);
  }

  #took(answers: Answers): void {
    this.answers = answers;
    this.#kept = JSON.stringify(answers);
  }
}
