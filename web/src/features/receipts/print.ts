/**
 * Prints what lies in one part of the page and nothing else: a copy of it stands alone on the paper.
 * A sheet lies in a pane or above everything, where style alone cannot reach it.
 */
export function printPart(part: Element | null | undefined): void {
  if (!part) return;
  const copy = document.createElement('div');
  copy.className = 'printed';
  copy.append(...[...part.children].map((child) => child.cloneNode(true)));
  document.body.append(copy);
  document.documentElement.toggleAttribute('data-print', true);
  addEventListener(
    'afterprint',
    () => {
      copy.remove();
      document.documentElement.toggleAttribute('data-print', false);
    },
    { once: true },
  );
  window.print();
}
