/**
 * What a server asks and says by itself on one connection, led to whom it concerns.
 */
import type { Client } from '@modelcontextprotocol/client';
import { logLevel } from '../contract/servers.ts';
import { elicitParams, samplingParams } from '../input/askedParams.ts';
import type { AskContext, ClientSide } from '../input/clientSide.ts';
import { toAskContext } from './answerTasks.ts';
import type { IdleTimers } from './idleTimers.ts';
import type { ConnectionEvents, ListKind } from './openConnection.ts';
import type { ProgressTokens } from './progressTokens.ts';
import type { ReadCache } from './readCache.ts';

/** News of tasks, in the two editions. */
const TASK_NEWS = new Set(['notifications/tasks/status', 'notifications/tasks']);

export interface NotificationReceivers {
  readonly clientSide: ClientSide;
  readonly events: ConnectionEvents;
  readonly cache: ReadCache;
  readonly progress: ProgressTokens;
}

/** Requests of the older era. In the modern one the same questions come as rounds of a request of ours. */
export function answerRequests(client: Client, clientSide: ClientSide, timers: IdleTimers): void {
  const { elicitation, sampling, roots } = clientSide.capabilities;
  // What a task asks may wait for days: meanwhile other requests of the connection are as silent as they are.
  const asked = <T>(context: AskContext, work: () => Promise<T>): Promise<T> =>
    context.relatedTaskId === undefined ? timers.pausedFor(work) : work();
  if (elicitation !== undefined) {
    // With a schema of ours: the SDK's own drops what it has no name for, `pattern` for one.
    client.setRequestHandler('elicitation/create', { params: elicitParams }, (params, request) => {
      const context = toAskContext(params, request);
      return asked(context, () => clientSide.elicit(params, context));
    });
  }
  if (sampling !== undefined) {
    client.setRequestHandler('sampling/createMessage', { params: samplingParams }, (params, request) => {
      const protocolVersion = client.getNegotiatedProtocolVersion() ?? '';
      const context = { ...toAskContext(params, request), protocolVersion };
      return asked(context, () => clientSide.sample(params, context));
    });
  }
  if (roots !== undefined) client.setRequestHandler('roots/list', () => clientSide.listRoots());
}

/** What a server says by itself. */
export function hearNotifications(
  client: Client,
  { clientSide, events, cache, progress }: NotificationReceivers,
): void {
  const changed = (kind: ListKind) => (): void => {
    // Of a list that was never offered it says nothing.
    if (client.getServerCapabilities()?.[kind] !== undefined) events.onListChanged(kind);
  };
  client.setNotificationHandler('notifications/tools/list_changed', changed('tools'));
  client.setNotificationHandler('notifications/prompts/list_changed', changed('prompts'));
  client.setNotificationHandler('notifications/resources/list_changed', () => {
    cache.clear();
    changed('resources')();
  });
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
    cache.outdate(params.uri);
    events.onResourceUpdated(params.uri);
  });
  client.setNotificationHandler('notifications/message', ({ params }) => {
    const level = logLevel.safeParse(params.level);
    if (level.success) events.onLogMessage({ level: level.data, logger: params.logger, data: params.data });
  });
  client.setNotificationHandler('notifications/elicitation/complete', ({ params }) =>
    clientSide.elicitationComplete(params.elicitationId),
  );
  // Ours, since the SDK forgets a token with the first answer, and a task goes on after that.
  client.setNotificationHandler('notifications/progress', ({ params }) => {
    if (!progress.hear(params)) events.onOddity(`Progress came under an unknown token: ${JSON.stringify(params)}`);
  });
  client.fallbackNotificationHandler = ({ method, params }) => {
    if (TASK_NEWS.has(method)) events.onTaskNews(params);
    return Promise.resolve();
  };
}
