import { http, Problem } from '~/lib/http';
import type { Id } from '~/lib/wire/types';

/**
 * Why this device can or cannot be told. `home`: an iPhone or iPad shows notifications only for what stands on
 * its home screen; `server`: the operator has turned them off.
 */
export type State = 'asking' | 'home' | 'cannot' | 'server' | 'denied' | 'off' | 'on';

interface Facts {
  apple: boolean;
  able: boolean;
  key: string | null;
  permission: NotificationPermission | undefined;
  subscribed: boolean;
}

export function stateOf({ apple, able, key, permission, subscribed }: Facts): State {
  if (!able) return apple ? 'home' : 'cannot';
  if (key === null) return 'server';
  if (permission === 'denied') return 'denied';
  return permission === 'granted' && subscribed ? 'on' : 'off';
}

/** An iPad calls itself a Mac, and is the only one with a screen to touch. */
export function isApple(agent: string, touches: number): boolean {
  return /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touches > 1);
}

/** This device: whether it is told, and how it comes to be. */
export class OwnDevice {
  state = $state<State>('asking');
  #key: string | null = null;

  /** `known`: the server can reach this session's device. */
  async look(known: boolean): Promise<void> {
    const able = 'serviceWorker' in navigator && 'PushManager' in globalThis;
    if (able) this.#key = (await http.get<{ key: string | null }>('/push/key')).key;
    this.state = stateOf({
      apple: isApple(navigator.userAgent, navigator.maxTouchPoints),
      able,
      key: this.#key,
      permission: globalThis.Notification?.permission,
      subscribed: known && (await subscription()) !== null,
    });
  }

  /** Only after a tap: browsers ask only then. false: nobody allowed it. */
  async turnOn(): Promise<boolean> {
    if ((await Notification.requestPermission()) !== 'granted') {
      this.state = Notification.permission === 'denied' ? 'denied' : 'off';
      return false;
    }
    const made = await this.#subscribe();
    const { endpoint, keys } = made.toJSON();
    await http.post('/push/subscriptions', { endpoint, keys });
    this.state = 'on';
    return true;
  }

  async turnOff(id: Id): Promise<void> {
    await http.delete(`/push/subscriptions/${id}`);
    await (await subscription())?.unsubscribe();
    this.state = 'off';
  }

  async #subscribe(): Promise<PushSubscription> {
    const manager = (await ready()).pushManager;
    const options = { userVisibleOnly: true, applicationServerKey: this.#key };
    try {
      return await manager.subscribe(options);
    } catch {
      // It was made for another key: of a server that was set up anew.
      await (await manager.getSubscription())?.unsubscribe();
      return manager.subscribe(options).catch((error: unknown) => {
        throw new Problem({ code: 'client.push', title: '', detail: String(error) });
      });
    }
  }
}

const ready = (): Promise<ServiceWorkerRegistration> => navigator.serviceWorker.ready;

async function subscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}
