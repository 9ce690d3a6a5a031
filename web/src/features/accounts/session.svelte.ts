import { db } from '~/lib/db';
import { http, Problem, whenSignedOut, type Read } from '~/lib/http';
import { words } from '~/lib/i18n.svelte';
import { live } from '~/lib/live';
import { outbox } from '~/lib/outbox';
import { prefs } from '~/lib/prefs.svelte';
import { stream } from '~/lib/stream';
import type { Me } from '~/lib/wire/types';

/** Other tabs of this browser share the cookie, so they must hear when it changes hands. */
const tabs =
  typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('kairan-session');

/** Who is signed in on this device. */
class Session {
  /** null: nobody, or not known yet (see `ready`). */
  me = $state.raw<Me | null>(null);
  ready = $state(false);
  /** Why nobody is signed in any more, for the page that says so. */
  ended = $state<'signed_out' | 'suspended' | 'not_signed_in' | null>(null);
  #leaving = false;

  /** For code that only runs behind sign-in. */
  get mine(): Me {
    if (!this.me) throw new Problem({ status: 401, code: 'accounts.not_signed_in' });
    return this.me;
  }

  listen(): void {
    whenSignedOut(() => void this.#lost('not_signed_in'));
    stream.onEnd((why) => {
      if (why === 'going_down') return; // it comes back
      // Signed out from another device: nobody here has asked for it, so the page says what to do.
      const here = why !== 'signed_out' || this.#leaving;
      void this.#lost(here ? why : 'not_signed_in');
    });
    live.on('accounts.me_changed', () => void this.refresh());
    live.on('accounts.organisation_changed', () => void this.refresh());
    live.onReset(() => void this.refresh());
    tabs?.addEventListener('message', () => location.reload());
  }

  /** What is remembered is shown at once; the server's answer takes its place. Returns the log position of that. */
  async load(remembered?: (me: Me) => void): Promise<number | null> {
    const before = await db.me();
    if (before) {
      this.#adopt(before);
      remembered?.(before);
    }
    const answer = await this.refresh();
    this.ready = true;
    return answer?.seq ?? null;
  }

  /** null: nobody is signed in, or the server did not answer (then what is remembered stays). */
  async refresh(): Promise<Read<Me> | null> {
    try {
      const answer = await http.read<Me>('/me');
      this.#adopt(answer.data);
      void db.keepMe(answer.data);
      return answer;
    } catch (error) {
      if (error instanceof Problem) return null;
      throw error;
    }
  }

  /** After an answer that set the cookie (sign-in, entry link, invitation, set-up). */
  async enter(): Promise<void> {
    await db.forget();
    tabs?.postMessage('changed');
    await this.refresh();
    this.ended = null;
  }

  /** After `PATCH /me`. */
  changed(me: Me): void {
    this.#adopt(me);
    void db.keepMe(me);
  }

  /** Of this device; or for good, where `/me` is what goes. */
  async signOut(what: '/session' | '/me' = '/session'): Promise<void> {
    this.#leaving = true;
    try {
      await http.delete(what);
      tabs?.postMessage('changed');
      await this.#lost('signed_out');
    } finally {
      this.#leaving = false;
    }
  }

  #adopt(me: Me): void {
    this.me = me;
    this.ready = true;
    words.outside = me.organisation.outside_word;
    prefs.adopt(me);
  }

  async #lost(why: 'signed_out' | 'suspended' | 'not_signed_in'): Promise<void> {
    const was = this.me !== null;
    if (was) this.ended = why;
    this.me = null;
    this.ready = true;
    stream.stop();
    outbox.close();
    prefs.release();
    await db.forget();
  }
}

export const session = new Session();
