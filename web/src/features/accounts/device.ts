const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'Chromebook'],
  [/Macintosh|Mac OS/, 'Mac'],
  [/Linux|X11/, 'Linux'],
];

const BROWSERS: [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Headless|Chrome|CriOS|Chromium/, 'Chrome'],
  [/Safari/, 'Safari'],
];

/** What somebody calls the device, out of what its browser calls itself: 「iPhone・Safari」. */
export function deviceName(device: string, unknown: string): string {
  const find = (list: [RegExp, string][]) => list.find(([sign]) => sign.test(device))?.[1];
  const parts = [find(SYSTEMS), find(BROWSERS)].filter((part) => part !== undefined);
  if (parts.length > 0) return parts.join('・');
  return device.slice(0, 40) || unknown;
}
