import { announce } from '~/lib/a11y';

export interface Note {
  text: string;
  /** A button; such a note stays until it is pressed or put away. */
  action?: { word: string; run: () => void };
  /** The word for putting it away; あとで where nothing else is said. */
  dismiss?: string;
}

class Toast {
  note = $state.raw<Note | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(note: Note): void {
    clearTimeout(this.#timer);
    this.note = note;
    announce(note.text);
    if (!note.action) this.#timer = setTimeout(() => this.hide(), 6_000);
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.note = null;
  }
}

export const toast = new Toast();
