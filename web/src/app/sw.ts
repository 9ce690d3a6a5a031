/// <reference lib="webworker" />
// The service worker: keeps the client itself on the device, and nothing of anybody's messages.
// An answer of /api is never kept here; what may be read without network lies in IndexedDB and goes at sign-out.
declare const self: ServiceWorkerGlobalScope;
declare const __KAIRAN_FILES__: string[];
declare const __KAIRAN_VERSION__: string;

const FILES = __KAIRAN_FILES__;
const NAME = `kairan-${__KAIRAN_VERSION__}`;
const OURS = new Set(FILES);

self.addEventListener('install', (event) => {
  event.waitUntil(install());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(clear().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data === 'take over') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate') {
    if (isPage(url.pathname)) event.respondWith(kept('/', request));
  } else if (OURS.has(url.pathname)) event.respondWith(kept(url.pathname, request));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(keepingLater(request));
});

/** The server's own pages (reports, health, downloads) are not ours to answer. */
function isPage(path: string): boolean {
  return !/^\/(api|healthz|metrics|works)(\/|$)/.test(path) && !/\.\w+$/.test(path);
}

async function install(): Promise<void> {
  const cache = await caches.open(NAME);
  // Files with a hash in their name may come from the browser's cache; the others must be today's.
  const requests = FILES.map(
    (path) => new Request(path, path.startsWith('/assets/') ? {} : { cache: 'reload' }),
  );
  await cache.addAll(requests);
}

async function clear(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('kairan-') && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function kept(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(NAME);
  return (await cache.match(path)) ?? fetch(request);
}

/** Console chunks: kept once somebody has used them. */
async function keepingLater(request: Request): Promise<Response> {
  const cache = await caches.open(NAME);
  const known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

/** What the server says of a message: sender and room, never the text (docs/subsystems/wire.md). */
interface Told {
  title: string;
  body: string;
  tag: string;
  room: string | null;
  no: number | null;
  token: string | null;
}

self.addEventListener('push', (event) => {
  event.waitUntil(ring(event.data?.json() as Told | undefined));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data as { room?: string; no?: number } | null));
});

self.addEventListener('pushsubscriptionchange', (event) => {
  const { oldSubscription } = event as unknown as { oldSubscription: PushSubscription | null };
  (event as ExtendableEvent).waitUntil(renew(oldSubscription));
});

/** Always shows something: a browser takes the permission away from who is woken and shows nothing. */
async function ring(told: Told | undefined): Promise<void> {
  const { title = '回覧', body = '', tag = 'kairan', room, no, token } = told ?? {};
  const icon = '/icons/icon-192.png';
  const shown = { body, tag, icon, badge: '/icons/badge-96.png', renotify: true };
  await self.registration.showNotification(title, { ...shown, data: { room, no } });
  await mark();
  if (token) await post('/api/v1/push/arrived', { token });
}

/** On the icon: how many rooms have something new. The open app says it by messages. */
async function mark(): Promise<void> {
  const waiting = await self.registration.getNotifications();
  const { setAppBadge } = navigator as { setAppBadge?: (count: number) => Promise<void> };
  await setAppBadge?.call(navigator, waiting.length).catch(() => undefined);
}

async function open(at: { room?: string; no?: number } | null): Promise<void> {
  const to = at?.room ? `/rooms/${at.room}?no=${at.no ?? ''}` : '/settings/notifications';
  const windows = await self.clients.matchAll({ type: 'window' });
  const window = windows.find(({ focused }) => focused) ?? windows[0];
  if (!window) return void (await self.clients.openWindow(to));
  window.postMessage({ go: to });
  await window.focus();
}

/** The browser gave this device another address: the server must know it. */
async function renew(old: PushSubscription | null): Promise<void> {
  const options = old?.options;
  if (!options) return;
  const made = await self.registration.pushManager.subscribe(options);
  const { endpoint, keys } = made.toJSON();
  await post('/api/v1/push/subscriptions', { endpoint, keys });
}

async function post(path: string, body: unknown): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

export {};
