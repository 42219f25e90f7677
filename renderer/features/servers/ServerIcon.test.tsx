import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { exampleServer } from './exampleServer.ts';
import { ServerIcon } from './ServerIcon.tsx';

function markupWith(iconDataUrl: string): string {
  const server = exampleServer();
  const source = { ...server.source, iconDataUrl };
  return renderToStaticMarkup(
    <MantineProvider>
      <ServerIcon server={exampleServer({ source })} />
    </MantineProvider>,
  );
}

describe('an icon (S12)', () => {
  test('is drawn from a picture in the bundle', () => {
    expect(markupWith('data:image/png;base64,iVBORw==')).toContain('src="data:image/png;base64,iVBORw=="');
  });

  test.each([
    ['an address', 'https://tracker.example/pixel.png'],
    ['a document', 'data:text/html;base64,PGgxPg=='],
    ['SVG', 'data:image/svg+xml;base64,PHN2Zz4='],
    ['text behind a picture type', 'data:image/png;base64,AAAA","x'],
  ])('is never fetched or drawn from %s', (_name, url) => {
    const markup = markupWith(url);
    expect(markup).not.toContain('src=');
    expect(markup).toContain('>N<');
  });
});
