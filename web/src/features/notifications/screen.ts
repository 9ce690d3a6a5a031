import { http } from '~/lib/http';
import type { Id } from '~/lib/wire/types';

/** The server believes it for a little more than twice as long. */
const SAY_EVERY = 30_000;

/** Says that this room is on the screen, for as long as it is, and takes its notifications away. */
export function show(room: Id): () => void {
  const say = (visible: boolean) =>
    void http.put('/push/screen', { room, visible }).catch(() => undefined);
  const look = () => {
    const visible = document.visibilityState === 'visible';
    say(visible);
    if (visible) void clear(room);
  };
  look();
  const tick = setInterval(() => document.visibilityState === 'visible' && say(true), SAY_EVERY);
  document.addEventListener('visibilitychange', look);
  return () => {
    clearInterval(tick);
    document.removeEventListener('visibilitychange', look);
    say(false);
  };
}

async function clear(room: Id): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  for (const shown of (await registration?.getNotifications()) ?? [])
    if ((shown.data as { room?: Id } | null)?.room === room) shown.close();
}
