/**
 * Sampling and models around the real desk and record, with a server that is only a name and a log.
 */
import { createAudit } from '../../app/audit/audit.ts';
import type { DecisionAnswer, DecisionView } from '../../app/contract/decisions.ts';
import type { HostChange } from '../../app/contract/events.ts';
import { serverId } from '../../app/contract/ids.ts';
import type { ServerPreferences } from '../../app/contract/servers.ts';
import { createDesk } from '../../app/decisions/desk.ts';
import type { SamplingParams } from '../../app/input/askedParams.ts';
import type { Asker, SamplingContext } from '../../app/input/clientSide.ts';
import { modelHandlers } from '../../app/input/modelCommands.ts';
import { Models } from '../../app/input/models.ts';
import { Questions } from '../../app/input/questions.ts';
import { createSampling } from '../../app/input/sampling.ts';
import type { Ledger } from '../../app/ports/ledger.ts';
import type { ModelProvider } from '../../app/ports/modelProvider.ts';
import type { SecretStore } from '../../app/ports/secretStore.ts';
import {
  createFakeRandomIds,
  createMemoryConfigStore,
  createMemoryLedger,
  createMemorySecretStore,
} from '../../app/testing/fakePorts.ts';
import { manualClock } from '../../app/testing/manualClock.ts';
import { createModelProvider } from '../adapters/modelProvider.ts';
import { createFakeDigest } from './fakePorts.ts';
import { waitUntil } from './waiting.ts';

export const LIMITS: ServerPreferences['sampling'] = {
  enabled: true,
  maxRequestsPerHour: 10,
  maxTokensPerHour: 1_000,
  maxRounds: 2,
};
const CURRENT_VERSION = '2025-11-25';

export const ASK_FRANCE: SamplingParams = {
  messages: [{ role: 'user', content: { type: 'text', text: 'What is the capital of France?' } }],
  maxTokens: 100,
};

export interface SampleOptions extends Partial<SamplingContext> {
  readonly limits?: Partial<ServerPreferences['sampling']>;
}

type ViewOf<K extends DecisionView['kind']> = Extract<DecisionView, { kind: K }>;

export interface SamplingStart {
  readonly asker?: Partial<Asker>;
  readonly ledger?: Ledger;
  readonly modelProvider?: ModelProvider;
  readonly secretStore?: SecretStore;
}

export function startSampling(options: SamplingStart = {}) {
  const {
    ledger = createMemoryLedger(),
    modelProvider = createModelProvider(),
    secretStore = createMemorySecretStore(),
  } = options;
  const [clock, digest, randomIds] = [manualClock(), createFakeDigest(), createFakeRandomIds()];
  const configStore = createMemoryConfigStore();
  const events: HostChange[] = [];
  const emit = (change: HostChange): void => void events.push(change);
  const audit = createAudit({ ledger, clock, digest });
  const desk = createDesk({
    matchesPattern: () => true,
    onRefused: () => undefined,
    clock,
    onChanged: (decision) => emit({ type: 'decision.changed', decision }),
    onRemoved: (decisionId) => emit({ type: 'decision.removed', decisionId }),
  });
  const notifier = { notify: () => undefined };
  const questions = new Questions({ audit, clock, desk, digest, notifier, randomIds });
  const models = new Models({ configStore, emit, randomIds, secretStore });
  const sampling = createSampling({ audit, clock, modelProvider, models, questions });
  const log: string[] = [];
  const asker: Asker = {
    serverId: serverId.parse('srv_aaaaaaaa'),
    serverName: () => 'Weather',
    serverOrigin: 'node weather.js',
    whileUsed: () => undefined,
    callOfTask: () => undefined,
    duringTools: () => ['forecast'],
    log: (text) => log.push(text),
    ...options.asker,
  };

  const isKind = <K extends DecisionView['kind']>(kind: K) => {
    return (view: DecisionView): view is ViewOf<K> => view.kind === kind;
  };
  async function decision<K extends DecisionView['kind']>(
    kind: K,
    isMeant: (view: ViewOf<K>) => boolean = () => true,
  ): Promise<ViewOf<K>> {
    const find = (): ViewOf<K> | undefined => desk.list().filter(isKind(kind)).find(isMeant);
    await waitUntil(`a decision of kind ${kind}`, () => find() !== undefined);
    const found = find();
    if (found === undefined) throw new Error('The decision is gone.');
    return found;
  }

  return {
    asker,
    clock,
    configStore,
    /** The one that is open, once it is. */
    decision,
    desk,
    events,
    handlers: modelHandlers({ audit, clock, modelProvider, models }),
    log,
    models,
    randomIds,
    records: () => [...ledger.all()],
    sampling,
    answer: (view: DecisionView, answer: DecisionAnswer) => desk.answer(view.decisionId, view.digest, answer),
    sample: (params: Partial<SamplingParams> = {}, { limits, ...context }: SampleOptions = {}) =>
      sampling.sample(
        asker,
        { ...LIMITS, ...limits },
        { ...ASK_FRANCE, ...params },
        { signal: new AbortController().signal, protocolVersion: CURRENT_VERSION, ...context },
      ),
  };
}
