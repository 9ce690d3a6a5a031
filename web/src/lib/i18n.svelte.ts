import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import { speak, type Problem } from '~/lib/http';
import type { Language } from '~/lib/wire/types';

export type Args = Record<string, FluentVariable>;

type Fetch = () => Promise<{ default: string }>;

/** What the first page says, and what the parts fetched later say (see tools/plugins.ts). */
const CATALOGUES: Record<Language, { first: Fetch; later: Fetch }> = {
  ja: { first: () => import('~/locales/ja.ftl'), later: () => import('~/locales/ja.ftl?later') },
  en: { first: () => import('~/locales/en.ftl'), later: () => import('~/locales/en.ftl?later') },
};

class Words {
  language = $state<Language>('ja');
  #bundle = $state.raw<FluentBundle | null>(null);
  /** The organisation's own word for outsiders (社外, 庁外, …), used by every sentence about them. */
  outside = $state('社外');
  #all: Promise<void> | null = null;

  async load(language: Language): Promise<void> {
    const { first, later } = CATALOGUES[language];
    const texts = await Promise.all(this.#all ? [first(), later()] : [first()]);
    if (this.#all && texts.length === 1) return this.load(language); // they were wanted meanwhile
    // No isolation marks: Japanese and English run the same way, and the marks end up in copied text.
    const bundle = new FluentBundle(language, { useIsolating: false });
    for (const { default: text } of texts) bundle.addResource(new FluentResource(text));
    this.#bundle = bundle;
    this.language = language;
    speak(language);
    document.documentElement.lang = language;
  }

  /** Fetches what the parts fetched later say; await it before showing one. Rejects where it cannot be had. */
  all(): Promise<void> {
    this.#all ??= this.#fetchAll();
    return this.#all;
  }

  async #fetchAll(): Promise<void> {
    await Promise.resolve(); // so that `load` finds it wanted
    try {
      await this.load(this.language);
    } catch (error) {
      this.#all = null;
      throw error;
    }
  }

  say(id: string, args?: Args): string {
    const [name = id, attribute] = id.split('.');
    const message = this.#bundle?.getMessage(name);
    const pattern = attribute ? message?.attributes[attribute] : message?.value;
    if (!this.#bundle || !pattern) return this.#bundle ? id : '';
    return this.#bundle.formatPattern(pattern, { outside: this.outside, ...args }, []);
  }
}

export const words = new Words();

/** The words for `id`, in the chosen language; changes by itself when that does. `$outside` is always known. */
export function t(id: string, args?: Args): string {
  return words.say(id, args);
}

/** One or two sentences for something that went wrong: the server's own where it could speak. */
export function explain(problem: Problem): { title: string; detail: string } {
  if (problem.title) return { title: problem.title, detail: problem.detail };
  const id = problem.status === 0 ? 'error-client-offline' : 'error-client-unexpected';
  return { title: t(`${id}.title`), detail: t(id) };
}
