import type { Id } from '~/lib/wire/types';

const speech = (globalThis as { speechSynthesis?: SpeechSynthesis }).speechSynthesis;
const JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Reads messages aloud, one at a time. */
class Aloud {
  readonly possible = speech !== undefined;
  /** The message being read. */
  reading = $state<Id | null>(null);

  /** false: the only voices are those of somebody else's server, and what is written stays here. */
  read(id: Id, text: string, language: string): boolean {
    if (!speech) return false;
    this.stop();
    const lang = JAPANESE.test(text) ? 'ja-JP' : language;
    const voices = speech.getVoices();
    const own = voices.find((one) => one.localService && one.lang.startsWith(lang.slice(0, 2)));
    if (voices.length > 0 && !own) return false;
    const words = new SpeechSynthesisUtterance(text);
    words.lang = lang;
    words.voice = own ?? null;
    words.onend = words.onerror = () => this.reading === id && (this.reading = null);
    this.reading = id;
    speech.speak(words);
    return true;
  }

  stop(): void {
    this.reading = null;
    speech?.cancel();
  }
}

export const aloud = new Aloud();
