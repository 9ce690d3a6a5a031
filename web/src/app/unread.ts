type Badged = Navigator & {
  setAppBadge?: (count: number) => Promise<void>;
  clearAppBadge?: () => Promise<void>;
};

/** Says in the title of the tab, and on the icon where there is one, how much waits to be read. */
export function showUnread(count: number, name: string): void {
  document.title = count > 0 ? `(${count}) ${name}` : name;
  const { setAppBadge, clearAppBadge } = navigator as Badged;
  const badge = count > 0 ? setAppBadge?.call(navigator, count) : clearAppBadge?.call(navigator);
  // A browser may refuse it where the app is not installed; the title says the same.
  badge?.catch(() => undefined);
}
