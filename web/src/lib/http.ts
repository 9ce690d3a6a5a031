import type { ProblemBody } from '~/lib/wire/types';

/** What went wrong, in the reader's language where the server could say it. `status` 0: no answer came. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly fields: Record<string, string>;
  /** Seconds the server asks us to wait, or null. */
  readonly retryAfter: number | null;

  constructor(body: Partial<ProblemBody>, retryAfter: number | null = null) {
    super(body.code ?? 'client.unexpected');
    this.name = 'Problem';
    this.status = body.status ?? 0;
    this.code = body.code ?? 'client.unexpected';
    this.title = body.title ?? '';
    this.detail = body.detail ?? '';
    this.fields = body.fields ?? {};
    this.retryAfter = retryAfter;
  }

  /** Trying the same again later may work: nobody has said no. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** An answer and the log position it was read at (null where the server names none). */
export interface Read<T> {
  data: T;
  seq: number | null;
}

export type Query = Record<string, string | number | boolean | null | undefined>;

const BASE = '/api/v1';
const PATIENCE = 30_000;
let language = 'ja';
let onSignedOut: () => void = () => undefined;

export function speak(tag: string): void {
  language = tag;
}

/** Called at every 401 except those of signing in itself. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

export const http = {
  get: async <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
    (await http.read<T>(path, query, signal)).data,
  read: <T>(path: string, query?: Query, signal?: AbortSignal): Promise<Read<T>> =>
    call<T>('GET', path + queryString(query), undefined, signal),
  post: async <T = void>(path: string, body: unknown = {}): Promise<T> =>
    (await call<T>('POST', path, body)).data,
  put: async <T = void>(path: string, body: unknown = {}): Promise<T> =>
    (await call<T>('PUT', path, body)).data,
  patch: async <T = void>(path: string, body: unknown): Promise<T> =>
    (await call<T>('PATCH', path, body)).data,
  /** A file that the server makes of `body`. */
  file: async (path: string, body: unknown): Promise<Blob> =>
    (await call<Blob>('POST', path, body, undefined, true)).data,
  delete: async <T = void>(path: string): Promise<T> => (await call<T>('DELETE', path)).data,
  /** The file itself as the body, as imports want it. */
  upload: async <T>(path: string, file: Blob, query?: Query): Promise<T> =>
    (await call<T>('POST', path + queryString(query), file)).data,
};

/** The address of something the browser itself fetches, such as a CSV to be saved. */
export function address(path: string, query?: Query): string {
  return BASE + path + queryString(query);
}

export function queryString(query: Query = {}): string {
  const given = Object.entries(query).filter(([, v]) => v !== null && v !== undefined && v !== '');
  if (given.length === 0) return '';
  return '?' + new URLSearchParams(given.map(([k, v]) => [k, v === true ? '1' : String(v)]));
}

async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
  whole = false,
): Promise<Read<T>> {
  const file = body instanceof Blob;
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': language,
  };
  if (body !== undefined)
    headers['Content-Type'] = file ? 'application/octet-stream' : 'application/json';
  const patience = AbortSignal.timeout(file ? 10 * PATIENCE : PATIENCE);
  let answer: Response;
  try {
    answer = await fetch(BASE + path, {
      method,
      headers,
      body: body === undefined ? undefined : file ? body : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Problem({ status: 0, code: 'client.offline' });
  }
  if (!answer.ok) throw await refused(answer, path);
  const seq = answer.headers.get('Kairan-Seq');
  if (whole) {
    const blob = await answer.blob().catch(() => {
      throw new Problem({ status: 0, code: 'client.offline' });
    });
    return { data: blob as T, seq: null };
  }
  // A connection may also break in the middle of the body; that is no answer either.
  const text = await answer.text().catch(() => {
    throw new Problem({ status: 0, code: 'client.offline' });
  });
  return {
    data: (text ? JSON.parse(text) : undefined) as T,
    seq: seq === null ? null : Number(seq),
  };
}

async function refused(answer: Response, path: string): Promise<Problem> {
  if (answer.status === 401 && !path.startsWith('/session')) onSignedOut();
  const wait = Number(answer.headers.get('Retry-After'));
  const told = (await answer.json().catch(() => null)) as Partial<ProblemBody> | null;
  return new Problem(
    { code: 'client.unexpected', ...told, status: answer.status },
    Number.isFinite(wait) && wait > 0 ? wait : null,
  );
}
