import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import { speak, type Problem } from '~/lib/http';
import type { Language } from '~/lib/wire/types';

export type Args = Record<string, FluentVariable>;

const CATALOGUES: Record<Language, () => Promise<{ default: string }>> = {
  ja: () => import('~/locales/ja.ftl'),
  en: () => import('~/locales/en.ftl'),
};

/** Words that no first screen needs: of notifications, imports and the console. */
const LATER: typeof CATALOGUES = {
  ja: () => import('~/locales/ja.ftl?later'),
  en: () => import('~/locales/en.ftl?later'),
};

class Words {
  language = $state<Language>('ja');
  #wide = false;
  #bundle = $state.raw<FluentBundle | null>(null);
  /** The organisation's own word for outsiders (社外, 庁外, …), used by every sentence about them. */
  outside = $state('社外');

  async load(language: Language): Promise<void> {
    const { default: text } = await CATALOGUES[language]();
    // No isolation marks: Japanese and English run the same way, and the marks end up in copied text.
    const bundle = new FluentBundle(language, { useIsolating: false });
    bundle.addResource(new FluentResource(text));
    if (this.#wide) await add(bundle, language);
    this.#bundle = bundle;
    this.language = language;
    speak(language);
    document.documentElement.lang = language;
  }

  /** Fetches the words of `LATER`; from then on they come with every language. */
  async later(): Promise<void> {
    this.#wide = true;
    if (this.#bundle) await add(this.#bundle, this.language);
  }

  say(id: string, args?: Args): string {
    const [name = id, attribute] = id.split('.');
    const message = this.#bundle?.getMessage(name);
    const pattern = attribute ? message?.attributes[attribute] : message?.value;
    if (!this.#bundle || !pattern) return this.#bundle ? id : '';
    return this.#bundle.formatPattern(pattern, { outside: this.outside, ...args }, []);
  }
}

async function add(bundle: FluentBundle, language: Language): Promise<void> {
  bundle.addResource(new FluentResource((await LATER[language]()).default));
}

export const words = new Words();

/** Fetches a part of the client together with the words that come later. */
export async function withWords<T>(part: Promise<T>): Promise<T> {
  return (await Promise.all([part, words.later()]))[0];
}

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
