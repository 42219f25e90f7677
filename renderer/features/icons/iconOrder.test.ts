import { expect, test } from 'vitest';
import { iconOrder } from './iconOrder.ts';

const light = { src: 'https://a.example/light.png', theme: 'light' } as const;
const dark = { src: 'https://a.example/dark.png', theme: 'dark' } as const;
const any = { src: 'https://a.example/any.png' };
const svg = { src: 'https://a.example/any.svg', mimeType: 'image/svg+xml' };

test.each([
  ['the theme’s own first', [any, light, dark], 'dark', [dark.src, any.src, light.src]],
  ['pictures before SVG', [svg, light], 'dark', [light.src, svg.src]],
  ['no more than three', [any, any, any, any], 'light', [any.src, any.src, any.src]],
  ['none of none', [], 'light', []],
] as const)('%s', (_name, icons, theme, order) => {
  expect(iconOrder(icons, theme)).toEqual(order);
});
