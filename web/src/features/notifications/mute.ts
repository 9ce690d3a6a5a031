/** An hour, and until the next morning at eight. */
export const MUTES = ['hour', 'morning'] as const;
export type Mute = (typeof MUTES)[number];
const HOUR = 3_600;
const MORNING = 8;

/** For how many seconds. */
export function muteFor(mute: Mute, now: Date = new Date()): number {
  if (mute === 'hour') return HOUR;
  const morning = new Date(now);
  morning.setHours(MORNING, 0, 0, 0);
  if (morning <= now) morning.setDate(morning.getDate() + 1);
  return Math.ceil((morning.getTime() - now.getTime()) / 1_000);
}
