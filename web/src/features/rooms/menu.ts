/** Where a context menu was asked for; null: a link or marked words keep the browser's own menu. */
export function menuPoint(event: MouseEvent): { x: number; y: number } | null {
  const on = event.target as HTMLElement;
  if (on.closest('a') || (getSelection()?.toString() ?? '') !== '') return null;
  const byKey = event.clientX === 0 && event.clientY === 0;
  const box = on.getBoundingClientRect();
  return byKey ? { x: box.left, y: box.bottom } : { x: event.clientX, y: event.clientY };
}
