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

export {};
