import { expect, test } from 'vitest';
import { filledArguments, missingArguments } from './missingArguments.ts';

const prompt = {
  arguments: [
    { name: 'code', required: true },
    { name: 'style', required: false },
    { name: '__proto__', required: true },
  ],
};

test('what a server needs and nobody filled in is missing, whatever its name', () => {
  expect([...missingArguments(prompt, { code: 'x' }).keys()]).toEqual(['__proto__']);
  expect([...missingArguments(prompt, { code: '' }).keys()]).toEqual(['code', '__proto__']);
});

test('only what the prompt lists and somebody filled in is sent', () => {
  expect(filledArguments(prompt, { code: ' x ', style: '', other: 'y' })).toEqual({ code: ' x ' });
});
