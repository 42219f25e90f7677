import { describe, expect, test } from 'vitest';
import type { CommandName, CommandParams, CommandResult } from '../../../app/contract/commands.ts';
import { serverId } from '../../../app/contract/ids.ts';
import type { Bridge } from '../../bridge/createBridge.ts';
import { iconAtHand, loadIcon } from './loadIcon.ts';

const PNG = 'data:image/png;base64,iVBORw==';
const id = serverId.parse('srv_example00');

/** A bridge that answers `icon.load` from a table; whatever is not in it fails. */
function startBridge(icons: Readonly<Record<string, string | undefined>>) {
  const asked: string[] = [];
  const run: Bridge['run'] = <N extends CommandName>(_command: N, params: CommandParams<N>) => {
    const src = 'src' in params ? params.src : '';
    asked.push(src);
    if (!Object.hasOwn(icons, src)) return Promise.reject(new Error('no such icon'));
    // The table is made of answers to this one command.
    return Promise.resolve({ dataUrl: icons[src] } as CommandResult<N>);
  };
  return { bridge: { run }, asked };
}

describe('an icon of what a server lists (S12)', () => {
  test('is what the host answers, asked once', async () => {
    const { bridge, asked } = startBridge({ a: PNG });
    expect(await Promise.all([loadIcon(bridge, id, ['a']), loadIcon(bridge, id, ['a'])])).toEqual([PNG, PNG]);
    expect(asked).toEqual(['a']);
  });

  test.each([
    ['an address', 'https://tracker.example/a.png'],
    ['SVG', 'data:image/svg+xml;base64,PHN2Zz4='],
    ['a document', 'data:text/html;base64,PGgxPg=='],
  ])('is never %s, whoever answers it', async (_name, url) => {
    expect(await loadIcon(startBridge({ a: url }).bridge, id, ['a'])).toBeUndefined();
  });

  test('is the next one where the first can’t be had', async () => {
    const { bridge } = startBridge({ b: undefined, c: PNG });
    expect(await loadIcon(bridge, id, ['a', 'b', 'c'])).toBe(PNG);
  });

  test('is at hand once it was loaded, for this host and this server alone', async () => {
    const { bridge } = startBridge({ a: PNG });
    expect(iconAtHand(bridge, id, ['a'])).toBeUndefined();
    await loadIcon(bridge, id, ['a']);
    expect(iconAtHand(bridge, id, ['b', 'a'])).toBe(PNG);
    expect(iconAtHand(bridge, serverId.parse('srv_other0000'), ['a'])).toBeUndefined();
    expect(iconAtHand(startBridge({}).bridge, id, ['a'])).toBeUndefined();
  });

  test('that could not be had is asked for again later', async () => {
    const { bridge, asked } = startBridge({ a: undefined });
    await loadIcon(bridge, id, ['a']);
    await loadIcon(bridge, id, ['a']);
    expect(asked).toEqual(['a', 'a']);
  });
});
