import { describe, expect, it } from 'vitest';
import { isApple, stateOf } from '../src/features/notifications/device.svelte';
import { muteFor } from '../src/features/notifications/mute';
import { reasonOf } from '../src/features/notifications/reasons';

const ABLE = {
  apple: false,
  able: true,
  key: 'BK',
  permission: 'granted',
  subscribed: true,
} as const;

describe('this device', () => {
  it('is told where somebody allowed it and the server knows it', () => {
    expect(stateOf(ABLE)).toBe('on');
    expect(stateOf({ ...ABLE, subscribed: false })).toBe('off');
    expect(stateOf({ ...ABLE, permission: 'default' })).toBe('off');
  });

  it('says why not, the nearest reason first', () => {
    expect(stateOf({ ...ABLE, permission: 'denied' })).toBe('denied');
    expect(stateOf({ ...ABLE, key: null })).toBe('server');
    expect(stateOf({ ...ABLE, able: false })).toBe('cannot');
    expect(stateOf({ ...ABLE, able: false, apple: true })).toBe('home');
  });

  it('is an iPhone or an iPad, which calls itself a Mac', () => {
    expect(isApple('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)', 5)).toBe(true);
    expect(isApple('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 5)).toBe(true);
    expect(isApple('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 0)).toBe(false);
    expect(isApple('Mozilla/5.0 (Linux; Android 15)', 5)).toBe(false);
  });
});

describe('a pause', () => {
  it('ends after an hour, or at eight in the morning', () => {
    expect(muteFor('hour')).toBe(3_600);
    expect(muteFor('morning', new Date(2026, 10, 24, 7, 30))).toBe(1_800);
    expect(muteFor('morning', new Date(2026, 10, 24, 8, 0))).toBe(24 * 3_600);
    expect(muteFor('morning', new Date(2026, 10, 24, 22, 0))).toBe(10 * 3_600);
  });
});

describe('why something was not delivered', () => {
  it.each([
    ['gone', 'gone'],
    ['answered_429', 'busy'],
    ['answered_503', 'busy'],
    ['no_answer', 'unreachable'],
    ['unreachable', 'unreachable'],
    ['forbidden_address', 'forbidden'],
    ['bad_keys', 'forbidden'],
    ['answered_413', 'other'],
    [null, 'other'],
  ])('%s', (said, word) => expect(reasonOf(said)).toBe(word));
});
