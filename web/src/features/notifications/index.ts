/** What rings: this device, one's devices, and what one hears of a room. All of it comes when it is wanted. */
import type { Id } from '~/lib/wire/types';

export const loadNotifications = () => import('./NotificationsSection.svelte');
export const loadRoomLevel = () => import('./RoomLevel.svelte');
export const loadLargeRoom = () => import('./LargeRoom.svelte');

/** A device that is told at all says which room it shows. Call what it returns when it no longer does. */
export function watch(room: Id): () => void {
  if (globalThis.Notification?.permission !== 'granted') return () => undefined;
  const watching = import('./screen').then(({ show }) => show(room));
  return () => void watching.then((stop) => stop());
}
