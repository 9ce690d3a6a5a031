/** How many panes fit: depends on the width and on the person's own size of text. */
export type Panes = 1 | 2 | 3;

/** From this size on, names and times go on lines of their own. */
const BIG_TEXT = 24;

export function panesFor(width: number, text: number): Panes {
  if (width >= 1100) return 3;
  if (width < 700 || text >= BIG_TEXT) return 1;
  return 2;
}

class Layout {
  panes = $state<Panes>(1);
  big = $state(false);

  watch(): void {
    this.#measure();
    addEventListener('resize', () => this.#measure());
  }

  #measure(): void {
    const root = document.documentElement;
    const text = parseFloat(getComputedStyle(root).fontSize);
    this.panes = panesFor(innerWidth, text);
    this.big = text >= BIG_TEXT;
    root.dataset.panes = String(this.panes);
    root.toggleAttribute('data-big', this.big);
  }
}

export const layout = new Layout();
