/** Who has read, acknowledged, been told: the figures beside messages, the reader list. */
export * from './figures';
export { Reading } from './reading';
export { default as ReadMark } from './ReadMark.svelte';
export { default as SealLine } from './SealLine.svelte';

/** The reader list is opened by few people at a time: it comes when it is wanted. */
export const loadReaders = () => import('./ReadersSheet.svelte');
