/**
 * What a page may do with models: the commands `model.…`.
 */
import type { CommandName, CommandParams, CommandResult } from '../contract/commands.ts';
import { AppError } from '../contract/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { ModelReply, ModelRequest } from '../ports/modelProvider.ts';
import { askModel } from './askModel.ts';
import type { AskModelDeps } from './askModel.ts';
import type { Models } from './models.ts';

/** Choice: a local model that is loaded first needs a while; nobody waits longer for one word. */
export const TEST_LIMIT_MS = 60_000;
const MAX_SHOWN_CHARS = 200;

/** Choice: room for models that think before they answer. */
const TEST_REQUEST: ModelRequest = {
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Answer with the one word “Ready”.' }] }],
  maxTokens: 1_000,
  stopSequences: [],
  tools: [],
  toolChoice: 'none',
};

export interface ModelCommandsDeps extends AskModelDeps {
  readonly clock: Clock;
  readonly models: Models;
}

type ModelCommand = Extract<CommandName, `model.${string}`>;
export type ModelHandlers = {
  readonly [N in ModelCommand]: (params: CommandParams<N>) => CommandResult<N> | Promise<CommandResult<N>>;
};

export function modelHandlers(deps: ModelCommandsDeps): ModelHandlers {
  const { models } = deps;
  return {
    'model.add': ({ definition }) => ({ modelId: models.add(definition) }),
    'model.update': ({ modelId, definition }) => {
      models.update(modelId, definition);
      return {};
    },
    'model.remove': ({ modelId }) => {
      models.remove(modelId);
      return {};
    },
    'model.test': (params) => testModel(deps, params),
  };
}

async function testModel(
  { audit, clock, modelProvider, models }: ModelCommandsDeps,
  { definition, modelId }: CommandParams<'model.test'>,
): Promise<CommandResult<'model.test'>> {
  const connection = { name: definition.name, ...models.resolveTyped(definition, modelId) };
  const limit = new AbortController();
  const cancelTimer = clock.after(TEST_LIMIT_MS, () =>
    limit.abort(
      new AppError('MODEL_UNREACHABLE', 'The model did not answer in time.', { data: { limitMs: TEST_LIMIT_MS } }),
    ),
  );
  const startedAtMs = clock.nowMs();
  try {
    const reply = await askModel(
      { audit, modelProvider },
      { subject: modelId ?? 'models', label: definition.name, connection, request: TEST_REQUEST },
      { signal: limit.signal, onText: () => undefined },
    );
    return { answer: textOf(reply).slice(0, MAX_SHOWN_CHARS), tookMs: clock.nowMs() - startedAtMs };
  } finally {
    cancelTimer();
  }
}

function textOf({ content }: ModelReply): string {
  return content
    .flatMap((block) => (block.type === 'text' ? [block.text] : []))
    .join('\n')
    .trim();
}
