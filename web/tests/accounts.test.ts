import { describe, expect, it } from 'vitest';
import { contactHref } from '../src/features/accounts/contact';
import { deviceName } from '../src/features/accounts/device';
import { landing, safeNext } from '../src/features/accounts/landing';
import { goodCode, missing, pageOf, proposeCode } from '../src/features/accounts/setup';

describe('where one goes after signing in', () => {
  it('is a path of this site and nothing else', () => {
    expect(safeNext('/rooms/1?at=3')).toBe('/rooms/1?at=3');
    for (const foreign of [
      null,
      '',
      'https://elsewhere.example',
      '//elsewhere.example',
      '/\\elsewhere.example',
      'javascript:alert(1)',
      '/\t/elsewhere.example',
      '/a\nb',
    ])
      expect(safeNext(foreign)).toBe('/');
  });

  it('leads newcomers over the question for the size of text', () => {
    expect(landing('/rooms/1?at=3')).toBe('/welcome?next=%2Frooms%2F1%3Fat%3D3');
    expect(landing('//elsewhere.example')).toBe('/welcome?next=%2F');
  });
});

describe('the code of an organisation', () => {
  it('is proposed out of letters and kana', () => {
    expect(proposeCode('Minato City')).toBe('minato-city');
    expect(proposeCode('みなと県')).toBe('minato');
    expect(proposeCode('アオバ商店')).toBe('aoba');
    expect(proposeCode('きょうと')).toBe('kyoto'.replace('kyo', 'kyou'));
    expect(proposeCode('ほっかいどう')).toBe('hokkaidou');
    expect(proposeCode('ＡＢＣ研究所')).toBe('abc');
  });

  it('is left empty where the name is in kanji only', () => {
    expect(proposeCode('南海町役場')).toBe('');
    expect(proposeCode('南浜自治会')).toBe('');
    expect(proposeCode('港')).toBe('');
  });

  it('is always one the server takes', () => {
    for (const name of ['みなと県', 'A'.repeat(80), 'x - y', 'ゔぁいおりん'])
      expect(goodCode(proposeCode(name)), name).toBe(true);
  });
});

describe('the set-up', () => {
  const form = {
    organisation: 'みなと県',
    code: 'minato',
    name: '山本 健',
    login: 'yamamoto',
    password: '12345678',
    room: '連絡',
  };
  it('says what is still to be written on a page', () => {
    expect([0, 1, 2].map((page) => missing(form, page))).toEqual([{}, {}, {}]);
    expect(missing({ ...form, code: 'みなと', organisation: ' ' }, 0)).toEqual({
      organisation: 'accounts-fill',
      code: 'accounts-bad_code',
    });
    expect(missing({ ...form, login: 'a b', password: 'short' }, 1)).toEqual({
      login: 'accounts-bad_login',
      password: 'accounts-bad_password',
    });
  });

  it('goes back to the page with what the server refused', () => {
    expect(pageOf({ code: 'taken' })).toBe(0);
    expect(pageOf({ password: 'too short' })).toBe(1);
    expect(pageOf({})).toBeNull();
  });
});

describe('small words', () => {
  it('make a contact something to press where it is one', () => {
    expect(contactHref('0190-00-1207')).toBe('tel:0190001207');
    expect(contactHref('０１９０（００）１２０７')).toBe('tel:0190001207');
    expect(contactHref('it@minato.example')).toBe('mailto:it@minato.example');
    expect(contactHref('総務課の窓口へ')).toBeUndefined();
    expect(contactHref('')).toBeUndefined();
  });

  it('name a device as people do', () => {
    const iphone =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1';
    const windows =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0';
    expect(deviceName(iphone, '?')).toBe('iPhone・Safari');
    expect(deviceName(windows, '?')).toBe('Windows・Edge');
    expect(deviceName('kairan-cli', '?')).toBe('kairan-cli');
    expect(deviceName('', '?')).toBe('?');
  });
});
