import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Plugin, Rolldown } from 'vite';

/** Words of a catalogue that only the server says; leaving them out keeps the first load small. */
const SERVER_ONLY =
  /^(error-(?!client-)|field-|importers-(field|problem|problems)-|receipts-csv-|notifications-push_|directory-card-)/;

/** Words that only parts fetched later say; `make test` (tools/size.mjs) finds any that the first page says. */
export const LATER = new RegExp(
  '^(accounts-(?!product)|app-plain_|console-|directory-|importers-|notifications-' +
    '|rooms-(change|forward|join|leave|link|remove|rule|unsend|wider)_' +
    '|receipts-(how|legend|paper|why)_)',
);

/**
 * `import words from './ja.ftl'` gives what the first page says, `'./ja.ftl?later'` what the parts fetched later
 * say; without comments and without the server's own words.
 */
export function ftl(): Plugin {
  return {
    name: 'kairan-ftl',
    transform(source, id) {
      const [file, part] = id.split('?');
      if (!file?.endsWith('.ftl')) return null;
      const words = shorten(source, (name) => LATER.test(name) === (part === 'later'));
      return { code: `export default ${JSON.stringify(words)};`, map: null };
    },
  };
}

/** Drops comments, the server's words, and those that are not `wanted`. */
export function shorten(source: string, wanted: (line: string) => boolean = () => true): string {
  const kept: string[] = [];
  let skipping = false;
  for (const line of source.split('\n')) {
    if (line.startsWith('#') || line.trim() === '') continue;
    if (/^[-a-zA-Z]/.test(line)) skipping = SERVER_ONLY.test(line) || !wanted(line);
    if (!skipping) kept.push(line);
  }
  return kept.join('\n') + '\n';
}

/**
 * What the first visit waits for. The Japanese words are wanted at once, not only after the code has run;
 * and style sheets at the end of the body let the shell in index.html be painted before they arrive.
 */
export function firstPaint(): Plugin {
  return {
    name: 'kairan-first-paint',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const words = Object.values(bundle).find(
          (one) => one.type === 'chunk' && one.facadeModuleId?.endsWith('/locales/ja.ftl'),
        );
        const sheets = html.match(/\s*<link rel="stylesheet"[^>]*>/g) ?? [];
        const bare = sheets.reduce((rest, sheet) => rest.replace(sheet, ''), html);
        return {
          html: bare.replace('</body>', `${sheets.join('').trimStart()}\n  </body>`),
          tags: words
            ? [
                {
                  tag: 'link',
                  attrs: { rel: 'modulepreload', crossorigin: true, href: `/${words.fileName}` },
                  injectTo: 'head',
                },
              ]
            : [],
        };
      },
    },
  };
}

/** Tells the service worker which files make up this version, and gives the version its name. */
export function serviceWorker(): Plugin {
  return {
    name: 'kairan-service-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const built = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
        const later = consoleFiles(bundle);
        const app = built.filter((name) => !later.has(name));
        const files = [...app, ...publicFiles()].sort().map((name) => `/${name}`);
        const version = createHash('sha256');
        const page = bundle['index.html'];
        if (page?.type === 'asset') version.update(page.source);
        for (const file of files) version.update(file);
        for (const file of publicFiles()) version.update(readFileSync(`public/${file}`));
        const worker = bundle['sw.js'];
        if (worker?.type !== 'chunk') throw new Error('no service worker in the build');
        worker.code = worker.code
          .replace('__KAIRAN_FILES__', () => JSON.stringify(['/', ...files]))
          .replace('__KAIRAN_VERSION__', () => JSON.stringify(version.digest('hex').slice(0, 12)));
      },
    },
  };
}

/** The console is for a few people: they fetch it when they need it. */
function consoleFiles(bundle: Rolldown.OutputBundle): Set<string> {
  const files = new Set<string>();
  for (const chunk of Object.values(bundle)) {
    if (chunk.type !== 'chunk' || !chunk.facadeModuleId?.includes('/src/console/')) continue;
    files.add(chunk.fileName);
    for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css);
  }
  return files;
}

function publicFiles(): string[] {
  return readdirSync('public', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replace(/^public\//, ''))
    .filter((name) => !name.endsWith('.txt'));
}
