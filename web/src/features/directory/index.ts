/** People and units of the organisation. */
export { default as EntryLinkSheet } from './EntryLinkSheet.svelte';
export { default as MemberForm } from './MemberForm.svelte';
export { default as PersonRow } from './PersonRow.svelte';
export { default as UnitTree } from './UnitTree.svelte';
export { acts } from './acts';
export { mainPosting, postingLine } from './posting';
export { administered, below, childrenOf, pathTo, unitOptions } from './tree';
export { units } from './units.svelte';
