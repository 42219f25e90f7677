/**
 * The look: one deep blue-green for what can be done, amber for caution, red for danger and nothing else.
 */
import { Combobox, createTheme, defaultVariantColorsResolver, Skeleton } from '@mantine/core';
import type { MantineColorsTuple, VariantColorsResolver } from '@mantine/core';

/** Shade 7 carries white text at 5.9:1; shade 4 stands on the dark background at 7:1. */
const gate: MantineColorsTuple = [
  '#eaf6f6',
  '#d5eaea',
  '#abd5d6',
  '#7dbfc1',
  '#56acae',
  '#3a9a9d',
  '#217f83',
  '#17696d',
  '#115458',
  '#0a3d41',
];

/** Mantine's greys of the dark scheme, with a trace of the primary colour. */
const dark: MantineColorsTuple = [
  '#e6eeef',
  '#c5d2d5',
  '#a5b7bb',
  '#82969b',
  '#51656a',
  '#344348',
  '#1f2b2e',
  '#182225',
  '#131c1f',
  '#10181a',
];

/** A soft button is tinted too faintly to be told from the ground in either scheme, so it has an edge as well. */
const variantColorResolver: VariantColorsResolver = (input) => {
  if (input.variant !== 'light' || input.color !== input.theme.primaryColor) return defaultVariantColorsResolver(input);
  return {
    background: 'var(--gh-accent-wash)',
    hover: 'color-mix(in srgb, var(--gh-accent-wash), var(--gh-accent) 10%)',
    color: 'var(--gh-accent)',
    border: '1px solid var(--mantine-color-gate-5)',
  };
};

export const theme = createTheme({
  components: {
    // What a field opens belongs to the landmark that the field is in.
    Combobox: Combobox.extend({ defaultProps: { withinPortal: false } }),
    // A name on what has no role is said by nobody (WAI-ARIA 1.2 §5.2.8.6).
    Skeleton: Skeleton.extend({ defaultProps: { role: 'progressbar' } }),
  },
  primaryColor: 'gate',
  primaryShade: { light: 7, dark: 6 },
  colors: { gate, dark },
  variantColorResolver,
  autoContrast: true,
  luminanceThreshold: 0.35,
  defaultRadius: 'md',
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "Noto Sans Mono", "Liberation Mono", monospace',
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  lineHeights: { xs: '1.45', sm: '1.5', md: '1.55', lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.1875rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
});
