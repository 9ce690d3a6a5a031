/** At most one announcement in two seconds: a reader must be able to finish. */
const PAUSE = 2_000;
let waiting: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something to screen readers when they have time. The last word of a rush wins. */
export function announce(text: string): void {
  waiting = text;
  if (timer) return;
  say();
}

function say(): void {
  const text = waiting;
  waiting = null;
  // What has been said does not stay on the page: it may be taken back, or its room be closed to us.
  region('polite').textContent = text ?? '';
  timer = text === null ? undefined : setTimeout(say, PAUSE);
}

/** For failures only: interrupts. */
export function alarm(text: string): void {
  region('assertive').textContent = text;
}

function region(manner: 'polite' | 'assertive'): HTMLElement {
  const id = `kairan-${manner}`;
  const known = document.getElementById(id);
  if (known) return known;
  const made = document.createElement('div');
  made.id = id;
  made.className = 'unseen';
  made.setAttribute('aria-live', manner);
  document.body.append(made);
  return made;
}
