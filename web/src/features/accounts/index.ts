/** Who one is: signing in and out, one's own settings, devices, entry links. */
export { deviceName } from './device';
export { landing, safeNext } from './landing';
export { default as InLine } from './InLine.svelte';
export { about } from './about.svelte';
export { session } from './session.svelte';
