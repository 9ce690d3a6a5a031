/** Bringing members in from a file. */
export { default as ImportPage } from './ImportPage.svelte';
