import { describe, expect, test } from 'vitest';
import type { CallProgress } from '../contract/calls.ts';
import { ProgressTokens } from './progressTokens.ts';

function startTokens(prefix = 'first') {
  const tokens = new ProgressTokens(prefix);
  const heard: [string, CallProgress][] = [];
  const listen = (name: string) => (progress: CallProgress) => void heard.push([name, progress]);
  return { tokens, heard, listen };
}

describe('progress tokens (MCP 2025-11-25 basic/utilities/progress)', () => {
  test('are each their own, in one conversation and between two', () => {
    const [one, two] = [new ProgressTokens('one'), new ProgressTokens('two')];
    const given = [one, one, two, two].map((tokens) => tokens.open(() => undefined));
    expect(new Set(given).size).toBe(4);
  });

  test('bring progress to whoever was given them, and to nobody else', () => {
    const { tokens, heard, listen } = startTokens();
    const [first, second] = [tokens.open(listen('a')), tokens.open(listen('b'))];
    tokens.hear({ progressToken: second, progress: 1, total: 3, message: 'a step' });
    tokens.hear({ progressToken: first, progress: 0.5 });
    tokens.hear({ progressToken: 'invented', progress: 1 });
    tokens.hear({ progressToken: 1, progress: 1 });
    expect(heard).toEqual([
      ['b', { progress: 1, total: 3, message: 'a step' }],
      ['a', { progress: 0.5 }],
    ]);
  });

  test('mean nothing once they are closed', () => {
    const { tokens, heard, listen } = startTokens();
    const token = tokens.open(listen('a'));
    tokens.close(token);
    tokens.hear({ progressToken: token, progress: 1 });
    expect(heard).toEqual([]);
  });

  test('of an earlier conversation are heard on, until that ends (§Task Progress Notifications)', () => {
    const earlier = new ProgressTokens('earlier').open(() => undefined);
    const { tokens, heard, listen } = startTokens('later');
    const stop = tokens.hearAgain(earlier, listen('a'));
    expect(tokens.open(listen('b'))).not.toBe(earlier);
    tokens.hear({ progressToken: earlier, progress: 1 });
    stop();
    tokens.hear({ progressToken: earlier, progress: 2 });
    expect(heard).toEqual([['a', { progress: 1 }]]);
  });
});
