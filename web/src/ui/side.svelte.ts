import type { Snippet } from 'svelte';

/** What a sheet shows in the right pane of a desktop, where it needs no veil. */
export interface SideContent {
  content: Snippet;
}

class Side {
  #stack = $state.raw<SideContent[]>([]);

  /** The sheet opened last. */
  get current(): SideContent | null {
    return this.#stack.at(-1) ?? null;
  }

  show(content: SideContent): () => void {
    this.#stack = [...this.#stack, content];
    return () => (this.#stack = this.#stack.filter((other) => other !== content));
  }
}

export const side = new Side();
