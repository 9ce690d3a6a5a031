import { href, match, type Place, type RouteName } from '~/lib/paths';

/** Where we are. Links are plain `<a href>`: a click inside the app is caught and costs no reload. */
class Here {
  #place = $state.raw<Place>(match(location.pathname));
  query = $state.raw(new URLSearchParams(location.search));
  #depth = 0;

  get name(): RouteName | null {
    return this.#place.name;
  }

  get params(): Place['params'] {
    return this.#place.params;
  }

  listen(): void {
    this.#depth = depthOf(history.state);
    addEventListener('popstate', (event) => {
      this.#depth = depthOf(event.state);
      this.#arrive();
    });
    document.addEventListener('click', (event) => {
      const to = inside(event);
      if (to === null) return;
      event.preventDefault();
      this.go(to);
    });
  }

  go(to: string, options: { replace?: boolean } = {}): void {
    const same = to === location.pathname + location.search;
    if (options.replace || same) history.replaceState({ depth: this.#depth }, '', to);
    else history.pushState({ depth: ++this.#depth }, '', to);
    this.#arrive();
  }

  /** Back where one came from; from a page opened from outside, to the page above it. */
  back(above: string = href('talks')): void {
    if (this.#depth > 0) history.back();
    else this.go(above, { replace: true });
  }

  #arrive(): void {
    this.#place = match(location.pathname);
    this.query = new URLSearchParams(location.search);
  }
}

export const here = new Here();

function depthOf(state: unknown): number {
  return (state as { depth?: number } | null)?.depth ?? 0;
}

function inside(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = (event.target as Element | null)?.closest('a');
  if (!link?.href || link.target || link.hasAttribute('download')) return null;
  const url = new URL(link.href);
  if (url.origin !== location.origin || url.pathname.startsWith('/api/')) return null;
  return match(url.pathname).name === null ? null : url.pathname + url.search;
}
