/** Rooms and what is said in them. */
export { rooms } from './store.svelte';
export { default as TalkList } from './TalkList.svelte';
export { default as RoomPage } from './RoomPage.svelte';
