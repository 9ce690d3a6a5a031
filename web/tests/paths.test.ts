import { describe, expect, it } from 'vitest';
import { href, match, ownOnly } from '~/lib/paths';
import { panesFor } from '~/lib/layout.svelte';

describe('addresses', () => {
  it('find their route and its params', () => {
    expect(match('/')).toEqual({ name: 'talks', params: {} });
    expect(match('/rooms/a1/people')).toEqual({ name: 'room_people', params: { room: 'a1' } });
    expect(match('/settings/devices/')).toEqual({
      name: 'settings_section',
      params: { section: 'devices' },
    });
    expect(match('/j/%E3%81%82')).toEqual({ name: 'join', params: { token: 'あ' } });
  });

  it('that nobody has made lead nowhere', () => {
    for (const path of ['/rooms', '/rooms/a/b', '/j/', '/%E0%A4%A/x', '/e/%E0%A4%A'])
      expect(match(path).name).toBeNull();
  });

  it('come back from their parts', () => {
    expect(href('room', { room: 'a/b' })).toBe('/rooms/a%2Fb');
    expect(href('talks')).toBe('/');
    expect(match(href('person', { account: 'あ' }))).toEqual({
      name: 'person',
      params: { account: 'あ' },
    });
  });
});

describe('an address of this computer only', () => {
  it('is told from one that telephones reach', () => {
    for (const own of [
      'http://localhost:8080/e/x',
      'https://localhost/e/x',
      'https://127.0.0.1/j/x',
      'https://[::1]:8080/',
      'http://kairan.example.jp:8080',
    ])
      expect(ownOnly(own), own).toBe(true);
    for (const other of ['https://kairan.example.jp/e/x', 'https://localhost.example.jp/'])
      expect(ownOnly(other), other).toBe(false);
  });
});

describe('panes', () => {
  it('depend on the width and on the size of text', () => {
    expect(panesFor(360, 17)).toBe(1);
    expect(panesFor(800, 17)).toBe(2);
    expect(panesFor(800, 24)).toBe(1);
    expect(panesFor(1100, 30)).toBe(3);
  });
});
