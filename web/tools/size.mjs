// The weight of the first visit: entry, what it imports, and the Japanese words. Fails above the budget, and then names each file.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { LATER } from './plugins.ts';

const root = new URL('../../src/kairan/static/', import.meta.url);
const read = (name) => readFileSync(new URL(name, root));
const manifest = JSON.parse(read('.vite/manifest.json'));
const first = new Set();
const styles = new Set();

function walk(key) {
  if (first.has(key)) return;
  first.add(key);
  const chunk = manifest[key];
  for (const css of chunk.css ?? []) styles.add(css);
  for (const next of chunk.imports ?? []) walk(next);
}
walk('index.html');
walk('src/locales/ja.ftl');

const gz = (name) => gzipSync(read(name), { level: 9 }).length;
const br = (name) => brotliCompressSync(read(name)).length;
const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

const lines = [...first].map((key) => [manifest[key].file, gz(manifest[key].file)]);
const lazy = Object.keys(manifest).filter((k) => !first.has(k) && manifest[k].file.endsWith('.js'));
const budgets = [
  ['first JavaScript, gz', sum(lines.map(([, size]) => size)), 90],
  ['first CSS, br', sum([...styles].map(br)), 12],
  ['index.html, br', br('index.html'), 3],
  ['largest lazy chunk, gz', Math.max(0, ...lazy.map((k) => gz(manifest[k].file))), 60],
];
let failed = false;
// Words of parts fetched later are not there yet when the first page is shown.
const said = lines.flatMap(([file]) => [
  ...read(file)
    .toString()
    .matchAll(/["'`]([a-z]+-[\w.-]+)(?:["'`]|\$\{)/g),
]);
for (const id of new Set(said.map((match) => match[1]).filter((id) => LATER.test(id)))) {
  failed = true;
  console.log(`LATE the first page says ${id}, which comes later (LATER in tools/plugins.ts)`);
}
for (const [what, size, limit] of budgets) {
  const over = size > limit * 1024;
  failed ||= over;
  console.log(`${over ? 'OVER' : 'ok  '} ${what}: ${kb(size)} of ${limit} KB`);
}
if (failed) for (const [file, size] of lines) console.log(`  ${kb(size).padStart(9)} gz  ${file}`);
process.exitCode = failed ? 1 : 0;
