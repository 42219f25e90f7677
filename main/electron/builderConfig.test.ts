/**
 * `electron-builder.yml`, checked by electron-builder's own schema and for what must not change by accident.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import { describe, expect, test } from 'vitest';
import { LINK_SCHEME } from './commandLine.ts';

const read = () => getConfig(resolve('.'), null, null);

describe('the packaging configuration', () => {
  test('is valid, and a wrong key would be noticed', async () => {
    const config = await read();
    await expect(validateConfiguration(config, new DebugLogger(false))).resolves.toBeUndefined();
    const wrong = { ...config, electronFuses: { ...config.electronFuses, runAsNod: false } };
    await expect(validateConfiguration(wrong, new DebugLogger(false))).rejects.toThrow('configuration.electronFuses');
  });

  test('closes Electron to everything but the app it was packed with (S2, S7)', async () => {
    expect((await read()).electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      grantFileProtocolExtraPrivileges: false,
      enableCookieEncryption: true,
    });
  });

  test('associates bundles, and the scheme of links that the shell listens to', async () => {
    const { fileAssociations, protocols } = await read();
    expect([fileAssociations, protocols]).toMatchObject([
      [{ ext: 'mcpb' }, { ext: 'dxt' }],
      [{ schemes: [LINK_SCHEME] }],
    ]);
  });

  test('names icons and entitlements that are there', async () => {
    const { linux, mac, win } = await read();
    const named = [linux?.icon, mac?.icon, win?.icon, mac?.entitlements, mac?.entitlementsInherit];
    expect(named.filter((path) => typeof path !== 'string' || !existsSync(path))).toEqual([]);
  });

  test('lets the signed app compile JavaScript and nothing more', () => {
    for (const name of ['entitlements.mac.plist', 'entitlements.mac.inherit.plist']) {
      const keys = readFileSync(`resources/${name}`, 'utf8').match(/<key>[^<]+<\/key>/g);
      expect(keys).toEqual(['<key>com.apple.security.cs.allow-jit</key>']);
    }
  });
});
