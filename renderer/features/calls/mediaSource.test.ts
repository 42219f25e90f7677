import { describe, expect, test } from 'vitest';
import { audioSource, base64Bytes, bytesFromBase64, imageSource } from './mediaSource.ts';

describe('imageSource (S12)', () => {
  test.each([
    ['a PNG', 'image/png', 'iVBORw==', 'data:image/png;base64,iVBORw=='],
    ['a type in capitals', 'IMAGE/JPEG', 'AAAA', 'data:image/jpeg;base64,AAAA'],
    ['SVG, which can hold script', 'image/svg+xml', 'AAAA', undefined],
    ['a type that only begins like one', 'image/png;charset=utf-8', 'AAAA', undefined],
    ['HTML', 'text/html', 'AAAA', undefined],
    ['data that leaves its place', 'image/png', 'AAAA" onerror="', undefined],
    ['sound', 'audio/wav', 'AAAA', undefined],
  ])('%s', (_name, mimeType, data, source) => {
    expect(imageSource(mimeType, data)).toBe(source);
  });
});

test('audio is played only of known types', () => {
  expect(audioSource('audio/wav', 'AAAA')).toBe('data:audio/wav;base64,AAAA');
  expect(audioSource('audio/midi', 'AAAA')).toBeUndefined();
});

test.each([
  ['', 0],
  ['AA==', 1],
  ['AAA=', 2],
  ['AAAA', 3],
])('%o stands for %d bytes', (base64, bytes) => {
  expect(base64Bytes(base64)).toBe(bytes);
  expect(bytesFromBase64(base64)).toHaveLength(bytes);
});

test('what is not base64 gives no bytes', () => {
  expect(bytesFromBase64('<html>')).toBeUndefined();
  expect(bytesFromBase64('A')).toBeUndefined();
});
