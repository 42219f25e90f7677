/**
 * The client's side of one connection, put together from what answers each kind of question.
 */
import type { ServerPreferences } from '../contract/servers.ts';
import { TASKS_EXTENSION } from '../contract/tasks.ts';
import type { Clock } from '../ports/clock.ts';
import type { RandomIds } from '../ports/randomIds.ts';
import type { Runtimes } from '../ports/runtimes.ts';
import type { Asker, ClientSide } from './clientSide.ts';
import { Elicitation } from './elicitation.ts';
import type { ElicitationDeps } from './elicitation.ts';
import { ReceivedTasks } from './receivedTasks.ts';
import { listRoots } from './roots.ts';
import type { Sampling } from './sampling.ts';

export interface ClientSideDeps extends ElicitationDeps {
  readonly clock: Clock;
  readonly randomIds: RandomIds;
  readonly runtimes: Pick<Runtimes, 'machine' | 'canOpenFolder'>;
  readonly sampling: Pick<Sampling, 'sample'>;
}

/** @param preferences As they are when asked; what is declared is fixed when the connection opens. */
export function createClientSide(asker: Asker, preferences: () => ServerPreferences, deps: ClientSideDeps): ClientSide {
  const elicitation = new Elicitation(asker, deps);
  const samples = preferences().sampling.enabled;
  return {
    capabilities: {
      // Without `applyDefaults`, which has the SDK fill in what a person left out after they have read it over.
      elicitation: { form: {}, url: {} },
      roots: { listChanged: true },
      ...(samples ? { sampling: { tools: {} } } : {}),
      tasks: {
        list: {},
        cancel: {},
        requests: { elicitation: { create: {} }, ...(samples ? { sampling: { createMessage: {} } } : {}) },
      },
      // Of the newer era; the older one has nothing of that name and passes it over.
      extensions: { [TASKS_EXTENSION]: {} },
    },
    receivedTasks: new ReceivedTasks({ ...deps, log: (text) => asker.log(text) }),
    elicit: (params, context) => elicitation.elicit(params, context),
    visit: (params, context) => elicitation.visit(params, context),
    elicitationComplete: (id) => elicitation.complete(id),
    sample: (params, context) => deps.sampling.sample(asker, preferences().sampling, params, context),
    listRoots: async () => {
      const { machine, canOpenFolder } = deps.runtimes;
      const paths = preferences().roots.map(({ path }) => path);
      const areThere = await Promise.all(paths.map((path) => canOpenFolder(path)));
      const missing = areThere.filter((isThere) => !isThere).length;
      if (missing > 0)
        asker.log(`${missing} of its folders can’t be opened at the moment, and it is not told of them.`);
      return listRoots(
        paths.filter((_path, index) => areThere[index] === true),
        machine.platform,
      );
    },
  };
}
