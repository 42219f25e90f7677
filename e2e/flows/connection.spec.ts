/**
 * A connection that is lost heals by itself, and says so while it lasts.
 */
import { expect, type WebSocketRoute } from '@playwright/test';
import { startHostProcess } from '../fixtures/hostProcess.ts';
import { test } from '../fixtures/test.ts';

test.skip(({ shell }) => shell !== 'loopback', 'A window of Electron and its host end together.');

test('a banner stays while the connection is lost, and goes when it is back', async ({ page, dataDir }) => {
  const host = await startHostProcess({ dataDir });
  const sockets: WebSocketRoute[] = [];
  let isCut = false;
  await page.routeWebSocket('**/bridge', (socket) => {
    if (isCut) {
      void socket.close({ code: 4000 });
      return;
    }
    socket.connectToServer();
    sockets.push(socket);
  });
  await page.goto(host.link);
  await expect(page.getByRole('navigation')).toBeVisible();

  isCut = true;
  await sockets.at(-1)?.close({ code: 4000 });
  await expect(page.getByText('Connection to Gatehouse lost.')).toBeVisible();
  await expect(page.getByRole('navigation')).toBeVisible();

  isCut = false;
  await expect(page.getByText('Connection to Gatehouse lost.')).toBeHidden();
  await host.stop();
});
