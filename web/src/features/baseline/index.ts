/** How it was before Kairan: asked in the set-up, kept to compare with later. */
export { BaselineForm } from './baseline.svelte';
export { default as BaselineFields } from './BaselineFields.svelte';
