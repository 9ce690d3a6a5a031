import { FluentBundle, FluentResource } from '@fluent/bundle';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LATER, shorten } from '../tools/plugins';

const read = (name: string) => readFileSync(`src/locales/${name}.ftl`, 'utf8');

function idsOf(text: string): Set<string> {
  const resource = new FluentResource(text);
  const ids = resource.body.flatMap(({ id, attributes }) => [
    id,
    ...Object.keys(attributes).map((attribute) => `${id}.${attribute}`),
  ]);
  return new Set(ids);
}

/** Ids written out in the source: t('…'), word: '…', words that are made of parts are not seen here. */
function used(): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync('src', { recursive: true, withFileTypes: true })) {
    if (!/\.(svelte|ts)$/.test(entry.name)) continue;
    const source = readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8');
    for (const match of source.matchAll(/\bt\(\s*'([\w.-]+)'|\bword: '([\w.-]+)'/g))
      found.set(match[1] ?? match[2] ?? '', entry.name);
  }
  return found;
}

describe('the words', () => {
  const ja = idsOf(read('ja'));
  const en = idsOf(read('en'));

  it('are the same in both languages', () => {
    expect([...ja].filter((id) => !en.has(id))).toEqual([]);
    expect([...en].filter((id) => !ja.has(id))).toEqual([]);
  });

  it('are all there', () => {
    expect([...used()].filter(([id]) => !ja.has(id))).toEqual([]);
  });

  it('can all be read', () => {
    for (const name of ['ja', 'en']) {
      const text = read(name);
      const bundle = new FluentBundle(name);
      expect(bundle.addResource(new FluentResource(text))).toEqual([]);
      const written = [...text.matchAll(/^([a-z][\w-]*)\s*=/gm)].map((match) => match[1] ?? '');
      expect(written.filter((id) => !bundle.hasMessage(id))).toEqual([]);
      expect(written.length).toBe(new Set(written).size);
    }
  });

  it('come with the first page or later, each once', () => {
    const all = read('ja');
    const first = shorten(all, (line) => !LATER.test(line));
    const later = shorten(all, (line) => LATER.test(line));
    expect(idsOf(first).size + idsOf(later).size).toBe(idsOf(shorten(all)).size);
    expect(idsOf(later).size).toBeGreaterThan(100);
  });

  it('of the server stay out of the client', () => {
    const kept = shorten('a = 1\nerror-rooms-x = no\n    .title = no\n# c\nerror-client-y = yes\n');
    expect(kept).toBe('a = 1\nerror-client-y = yes\n');
  });
});
