import { http } from '~/lib/http';
import { words } from '~/lib/i18n.svelte';
import type { Language, Me, Settings } from '~/lib/wire/types';

/** The part of the settings that changes how the page looks: also known before anybody is signed in. */
export type Look = Pick<Settings, 'text' | 'simple' | 'light' | 'contrast'> & {
  language: Language;
};

/** public/boot.js reads the same key before the first paint. */
const KEY = 'kairan.look';
const PLAIN: Look = {
  text: 'standard',
  simple: false,
  light: 'system',
  contrast: 'system',
  language: 'ja',
};

class Prefs {
  look = $state<Look>(stored());
  enterSends = $state(true);
  #signedIn = false;
  /** How many changes the account has not heard of yet, and the last of them. */
  #waiting = 0;
  #told: Promise<unknown> = Promise.resolve();

  /** The account's settings win over what this device remembers, but not over what was chosen just now. */
  adopt(me: Me): void {
    const { text, simple, light, contrast } = me.settings;
    this.#signedIn = true;
    if (this.#waiting > 0) return;
    this.enterSends = me.settings.enter_sends;
    this.#show({ text, simple, light, contrast, language: me.language });
  }

  release(): void {
    this.#signedIn = false;
  }

  /** Shown at once; the account hears of it after that. */
  async change(change: Partial<Look>): Promise<Me | null> {
    this.#show({ ...this.look, ...change });
    if (!this.#signedIn) return null;
    const { language, ...settings } = change;
    return this.#tell({ ...(language && { language }), settings });
  }

  async setEnterSends(on: boolean): Promise<Me> {
    this.enterSends = on;
    return this.#tell({ settings: { enter_sends: on } });
  }

  /** One after the other, so that what was chosen last is what stays. */
  async #tell(change: object): Promise<Me> {
    this.#waiting += 1;
    const told = this.#told.then(() => http.patch<Me>('/me', change));
    this.#told = told.catch(() => undefined);
    try {
      return await told;
    } finally {
      this.#waiting -= 1;
    }
  }

  #show(look: Look): void {
    this.look = look;
    try {
      localStorage.setItem(KEY, JSON.stringify(look));
    } catch {
      // Storage may be closed to us; then the look lasts as long as the page.
    }
    apply(look);
    if (words.language !== look.language) void words.load(look.language);
  }
}

function stored(): Look {
  try {
    return { ...PLAIN, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Look>) };
  } catch {
    return PLAIN;
  }
}

/** Keep in step with public/boot.js. */
function apply(look: Look): void {
  const { dataset } = document.documentElement;
  const set = (name: string, value: string | false) => {
    if (value === false) delete dataset[name];
    else dataset[name] = value;
  };
  set('text', look.text !== 'standard' && look.text);
  set('light', look.light !== 'system' && look.light);
  set('contrast', look.contrast !== 'system' && look.contrast);
  set('simple', look.simple ? '' : false);
  dispatchEvent(new Event('resize'));
}

export const prefs = new Prefs();
