import type { Component } from 'svelte';
import { RoomPage, TalkList } from '~/features/rooms';
import type { Params, RouteName } from '~/lib/paths';

/* eslint-disable @typescript-eslint/no-explicit-any -- pages differ in whether they take params */
type Screen = Component<any>;
/** A page of the first load, or a function that fetches one. */
export type Pane = { page: Screen } | { load: () => Promise<{ default: Screen }> };
export type Tab = 'talks' | 'directory' | 'settings' | 'console';

/**
 * What a route shows. On phones the last of list, main and side that is named fills the screen;
 * on desktops they stand beside each other. `bare`: for people who are not signed in, no tabs, no list.
 */
export interface Route {
  tab?: Tab;
  list?: Pane;
  main?: Pane;
  side?: Pane;
  /** With three panes: stands in the middle, and `main` moves to the right. */
  wide?: Pane;
  bare?: boolean;
  /** May be seen without being signed in. */
  open?: boolean;
}

const talks: Pane = { page: TalkList };
const room: Pane = { page: RoomPage };
const directory: Pane = { load: () => import('~/features/directory/DirectoryPage.svelte') };
const people: Pane = { load: () => import('~/features/directory/PeoplePane.svelte') };
const settings: Pane = { load: () => import('~/features/accounts/SettingsPage.svelte') };
const section: Pane = { load: () => import('~/features/accounts/SectionPage.svelte') };
const console: Pane = { load: () => import('~/console/ConsolePage.svelte') };

/** Every screen of the client. Pages named here by `load` are chunks of their own. */
export const ROUTES: Record<RouteName, Route> = {
  talks: { tab: 'talks', list: talks },
  room: { tab: 'talks', list: talks, main: room },
  room_people: {
    tab: 'talks',
    list: talks,
    main: room,
    side: { load: () => import('~/features/rooms/PeoplePage.svelte') },
  },
  directory: { tab: 'directory', list: directory, wide: people },
  person: {
    tab: 'directory',
    list: directory,
    wide: people,
    main: { load: () => import('~/features/directory/PersonPage.svelte') },
  },
  settings: { tab: 'settings', list: settings, wide: section },
  settings_section: {
    tab: 'settings',
    list: settings,
    main: section,
  },
  console: {
    tab: 'console',
    list: console,
    wide: { load: () => import('~/console/SectionPage.svelte') },
  },
  console_section: {
    tab: 'console',
    list: console,
    main: { load: () => import('~/console/SectionPage.svelte') },
  },
  about: {
    tab: 'settings',
    list: settings,
    open: true,
    main: { load: () => import('~/features/accounts/AboutPage.svelte') },
  },
  help: { open: true, main: { load: () => import('~/features/accounts/HelpPage.svelte') } },
  sign_in: {
    bare: true,
    open: true,
    main: { load: () => import('~/features/accounts/SignInPage.svelte') },
  },
  set_up: {
    bare: true,
    open: true,
    main: { load: () => import('~/features/accounts/SetUpPage.svelte') },
  },
  entry: {
    bare: true,
    open: true,
    main: { load: () => import('~/features/accounts/EntryPage.svelte') },
  },
  entry_number: {
    bare: true,
    open: true,
    main: { load: () => import('~/features/accounts/EntryPage.svelte') },
  },
  join: {
    bare: true,
    open: true,
    main: { load: () => import('~/features/rooms/JoinPage.svelte') },
  },
  welcome: {
    bare: true,
    main: { load: () => import('~/features/accounts/WelcomePage.svelte') },
  },
};

/** What a guest sees whose invitation still waits for an owner. */
export const WAITING: Pane = { load: () => import('~/features/accounts/WaitingPage.svelte') };

/** A page is made anew when its own params change; a room stays while its people open beside it. */
export function keyOf(params: Params): string {
  return Object.values(params).join(' ');
}
