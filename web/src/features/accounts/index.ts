/** Who one is: signing in and out, one's own settings, devices, entry links. */
export { deviceName } from './device';
export { landing, safeNext } from './landing';
export { session } from './session.svelte';
