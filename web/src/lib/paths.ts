/** Every address of the client. Which screen belongs to it is written in app/routes.ts. */
export const PATHS = {
  talks: '/',
  room: '/rooms/:room',
  room_people: '/rooms/:room/people',
  directory: '/directory',
  person: '/directory/:account',
  settings: '/settings',
  settings_section: '/settings/:section',
  about: '/about',
  help: '/help',
  console: '/admin',
  console_section: '/admin/:section',
  set_up: '/setup/:token',
  sign_in: '/sign-in',
  entry_number: '/e',
  entry: '/e/:token',
  join: '/j/:token',
  welcome: '/welcome',
} as const;

export type RouteName = keyof typeof PATHS;
type Named<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Named<Rest>
  : P extends `${string}:${infer Name}`
    ? Name
    : never;
export type ParamsOf<N extends RouteName> = Record<Named<(typeof PATHS)[N]>, string>;
export type Params = Record<string, string>;
export type Place = { name: RouteName; params: Params } | { name: null; params: Params };

type Given<N extends RouteName> = keyof ParamsOf<N> extends never ? [] : [params: ParamsOf<N>];

/** href('room', { room: id }) */
export function href<N extends RouteName>(name: N, ...[params]: Given<N>): string {
  const given = (params ?? {}) as Params;
  return PATHS[name].replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(given[key] ?? ''));
}

export function match(pathname: string): Place {
  const parts = split(pathname);
  for (const name of Object.keys(PATHS) as RouteName[]) {
    const params = fit(split(PATHS[name]), parts);
    if (params) return { name, params };
  }
  return { name: null, params: {} };
}

function split(path: string): string[] {
  return path.split('/').filter(Boolean);
}

function fit(pattern: string[], parts: string[]): Params | null {
  if (pattern.length !== parts.length) return null;
  const params: Params = {};
  for (const [i, wanted] of pattern.entries()) {
    const part = parts[i] ?? '';
    if (wanted.startsWith(':')) {
      const value = decode(part);
      if (value === null) return null;
      params[wanted.slice(1)] = value;
    } else if (wanted !== part) return null;
  }
  return params;
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** An address no telephone gets to: of the computer itself, or without HTTPS, which works nowhere else. */
export function ownOnly(url: string): boolean {
  return /^(http:|https:\/\/(localhost|127\.[\d.]+|\[::1\])([:/]|$))/.test(url);
}
