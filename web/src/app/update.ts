import { t } from '~/lib/i18n.svelte';
import { here } from '~/lib/place.svelte';
import { toast } from '~/ui/toast.svelte';

const HOURLY = 3_600_000;
const RELOADED = 'kairan.reloaded';

/** A new version is fetched behind the scenes and takes over at the next cold start, or when somebody says so. */
export function watchForUpdates(): void {
  // A chunk of a version that is gone from the server: only a fresh page can help. Once, so that it cannot loop.
  addEventListener('vite:preloadError', () => {
    if (sessionStorage.getItem(RELOADED)) return;
    sessionStorage.setItem(RELOADED, '1');
    location.reload();
  });
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ go?: string }>) => {
    if (data.go) here.go(data.go); // a notification was tapped
  });
  void navigator.serviceWorker.register('/sw.js').then((registration) => {
    offer(registration);
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', () => offer(registration));
    });
    setInterval(() => void registration.update().catch(() => undefined), HOURLY);
  }, ignore);
}

function offer(registration: ServiceWorkerRegistration): void {
  const { waiting } = registration;
  // The very first version replaces nothing.
  if (!waiting || !navigator.serviceWorker.controller) return;
  const run = () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
      once: true,
    });
    waiting.postMessage('take over');
  };
  toast.show({ text: t('app-update'), action: { word: t('app-update_now'), run } });
}

/** Without a service worker everything works, only not without network. */
function ignore(): void {
  return undefined;
}
