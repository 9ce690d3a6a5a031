// Lighthouse in a browser that is signed in: node lighthouse.mjs ADDRESS DEMO.json [NAME]
// Run by bin/lighthouse, which puts `lighthouse` into the PATH.
import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [address, demo, only] = process.argv.slice(2);
const command = execFileSync('which', ['lighthouse'], { encoding: 'utf8' }).trim();
const near = createRequire(realpathSync(command));
const load = (name) => import(pathToFileURL(near.resolve(name)).href);
const { default: lighthouse, snapshot } = await load('lighthouse');
const { default: puppeteer } = await load('puppeteer-core');

const WANTED = { accessibility: 100, 'best-practices': 95 };
const options = { onlyCategories: ['performance', ...Object.keys(WANTED)] };

const { password } = JSON.parse(readFileSync(demo, 'utf8'));
let cookie = '';

async function ask(method, path, body) {
  const headers = { 'content-type': 'application/json', origin: address, cookie };
  const content = body === undefined ? undefined : JSON.stringify(body);
  const answer = await fetch(`${address}/api/v1${path}`, { method, headers, body: content });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  const set = answer.headers.getSetCookie()[0];
  if (set) cookie = set.split(';')[0];
  return answer.status === 204 ? null : answer.json();
}

await ask('POST', '/session', { login: 'sato@minato', password });
await ask('PATCH', '/me', { settings: { welcomed: true } });
const { items } = await ask('GET', '/rooms');
const room = items.find((one) => one.outside > 0 && one.owner)?.id ?? items[0].id;
const words = { client_id: 'lighthouse', text: '明日の集合は8時です' };
const { no } = await ask('POST', `/rooms/${room}/messages`, words);
await ask('PUT', `/rooms/${room}/cursor`, { no });
const { url } = await ask('POST', '/invitations', { kind: 'guest', rooms: [room] });
const join = new URL(url).pathname;

const PAGES = [
  { name: 'sign-in', path: '/sign-in', out: true },
  { name: 'join', path: join, out: true },
  { name: 'talk list', path: '/' },
  { name: 'room', path: `/rooms/${room}` },
  { name: 'readers', path: `/rooms/${room}`, open: 'article.mine .beside button[aria-label]' },
  { name: 'people', path: `/rooms/${room}/people` },
  { name: 'directory', path: '/directory' },
  { name: 'settings', path: '/settings' },
];

const browser = await puppeteer.launch({
  executablePath: process.env.CHROME_PATH,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'].concat([
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]),
});
const pages = PAGES.filter(({ name }) => !only || name === only);
if (pages.length === 0) throw new Error(`one of ${PAGES.map(({ name }) => name).join(', ')}`);
for (const one of pages) await judge(one);
await browser.close();

async function judge({ name, path, out, open }) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const [key, value] = cookie.split('=');
  if (!out) await context.setCookie({ name: key, value, domain: '127.0.0.1', path: '/' });
  const { lhr } = open
    ? await opened(page, path, open)
    : await lighthouse(address + path, options, undefined, page);
  report(name, lhr);
  await context.close();
}

/** A sheet has no address of its own: it is opened by hand and judged as it stands. */
async function opened(page, path, open) {
  await page.setViewport({ width: 412, height: 823, deviceScaleFactor: 1.75, isMobile: true });
  await page.goto(address + path);
  await page.locator(open).click();
  await page.waitForSelector('dialog[open] li');
  const settings = { onlyCategories: Object.keys(WANTED) };
  return snapshot(page, { config: { extends: 'lighthouse:default', settings } });
}

function report(name, { categories, audits }) {
  const scores = Object.entries(categories).map(([id, { score }]) => [id, Math.round(score * 100)]);
  const words = scores.map(([id, score]) => `${String(score).padStart(3)} ${id}`);
  console.log(`${name.padEnd(10)} ${words.join('  ')}`);
  for (const [id, score] of scores) {
    if (score >= (WANTED[id] ?? 0)) continue;
    process.exitCode = 1;
    for (const ref of categories[id].auditRefs) tell(audits[ref.id], ref.weight);
  }
}

function tell({ id, score, title, details }, weight) {
  if (score === null || score === 1 || weight === 0) return;
  const nodes = (details?.items ?? []).map(({ node, description }) => node?.snippet ?? description);
  console.log(`    ${id}: ${title}${nodes.map((node) => `\n        ${node}`).join('')}`);
}
