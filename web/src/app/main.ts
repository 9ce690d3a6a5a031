import '~/ui/tokens.css';
import '~/ui/base.css';
import { mount } from 'svelte';
import { words } from '~/lib/i18n.svelte';
import { layout } from '~/lib/layout.svelte';
import { here } from '~/lib/place.svelte';
import { prefs } from '~/lib/prefs.svelte';
import App from './App.svelte';
import { start } from './start.svelte';
import { watchForUpdates } from './update';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app');

layout.watch();
here.listen();
const ready = words.load(prefs.look.language);
// Over plain HTTP the server answers on the computer itself only, and so there is nothing to start.
if (isSecureContext) start();
await ready;
target.replaceChildren();
if (isSecureContext) {
  mount(App, { target });
  watchForUpdates();
} else {
  const [{ default: PlainPage }] = await Promise.all([import('./PlainPage.svelte'), words.all()]);
  mount(PlainPage, { target });
}
