/** LINE shows links in a browser of its own; what it calls itself has "Line/" in it. */
export const inLine = /\bLine\//.test(navigator.userAgent);

/** The same address for the ordinary browser: LINE honours the parameter, and nobody else minds it. */
export function outside(address: string): string {
  return `${address}${address.includes('?') ? '&' : '?'}openExternalBrowser=1`;
}
