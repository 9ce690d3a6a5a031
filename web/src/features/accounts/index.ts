/** Who one is: signing in and out, one's own settings, devices, entry links. */
export { landing, safeNext } from './landing';
export { about } from './about.svelte';
export { session } from './session.svelte';
