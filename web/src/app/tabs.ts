import Contact from '@lucide/svelte/icons/contact';
import MessagesSquare from '@lucide/svelte/icons/messages-square';
import Settings from '@lucide/svelte/icons/settings';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import type { Component } from 'svelte';
import { href } from '~/lib/paths';
import type { Me } from '~/lib/wire/types';
import type { Tab } from './routes';

export interface TabLink {
  tab: Tab;
  href: string;
  word: string;
  Icon: Component;
}

export const TABS: TabLink[] = [
  { tab: 'talks', href: href('talks'), word: 'app-talks', Icon: MessagesSquare },
  { tab: 'directory', href: href('directory'), word: 'app-directory', Icon: Contact },
  { tab: 'settings', href: href('settings'), word: 'app-settings', Icon: Settings },
];

/** On phones the console is a row of the settings: four tabs would be too narrow for large text. */
export const CONSOLE: TabLink = {
  tab: 'console',
  href: href('console'),
  word: 'app-console',
  Icon: ShieldCheck,
};

export function administers(me: Me | null): boolean {
  return me !== null && (me.admin || me.unit_admin.length > 0);
}
