import { live } from './live';
import type { Envelope, EventType } from './wire/types';

export interface FollowOptions {
  /** What changes what is shown. */
  heard: readonly EventType[];
  /** Whether this one does. */
  concerns: (event: Envelope) => boolean;
  load: () => void;
  /** Milliseconds: however much happens, it is asked for at most this often. */
  every: number;
}

/** Loads something now, and again whenever it has changed. Call what it returns when it is no longer shown. */
export function follow({ heard, concerns, load, every }: FollowOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hear = (event: Envelope) => {
    if (!concerns(event)) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      load();
    }, every);
  };
  const stops = heard.map((type) => live.on(type, (event) => hear(event as Envelope)));
  stops.push(live.onReset(load));
  load();
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}
