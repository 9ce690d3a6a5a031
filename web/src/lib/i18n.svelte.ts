import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import { speak, type Problem } from '~/lib/http';
import type { Language } from '~/lib/wire/types';

export type Args = Record<string, FluentVariable>;

const CATALOGUES: Record<Language, () => Promise<{ default: string }>> = {
  ja: () => import('~/locales/ja.ftl'),
  en: () => import('~/locales/en.ftl'),
};

const LATER: typeof CATALOGUES = {
  ja: () => import('~/locales/ja.ftl?later'),
  en: () => import('~/locales/en.ftl?later'),
};

class Words {
  language = $state<Language>('ja');
  #whole: Promise<void> | null = null;
  #bundle = $state.raw<FluentBundle | null>(null);
  /** The organisation's own word for outsiders (社外, 庁外, …), used by every sentence about them. */
  outside = $state('社外');

  async load(language: Language): Promise<void> {
    const parts = [CATALOGUES[language](), ...(this.#whole ? [LATER[language]()] : [])];
    const texts = await Promise.all(parts);
    // No isolation marks: Japanese and English run the same way, and the marks end up in copied text.
    const bundle = new FluentBundle(language, { useIsolating: false });
    for (const { default: text } of texts) bundle.addResource(new FluentResource(text));
    this.#bundle = bundle;
    this.language = language;
    speak(language);
    document.documentElement.lang = language;
  }

  /** Also the words of pages that are fetched later; what is on the screen already has its own. */
  complete(): Promise<void> {
    this.#whole ??= Promise.resolve()
      .then(() => this.load(this.language))
      .catch((error: unknown) => {
        this.#whole = null; // the next page asks again
        throw error;
      });
    return this.#whole;
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
