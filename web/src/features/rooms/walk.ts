/** Between messages by J and K, or the arrows once one of them has the focus. */
export function walk(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  const article = (event.target as HTMLElement).closest('article');
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!article && event.key.startsWith('Arrow')) return;
  const all = [...event.currentTarget.querySelectorAll('article')];
  const next = article ? all[all.indexOf(article) + step] : all.at(-1);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}
