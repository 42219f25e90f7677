/**
 * In-memory ports for tests of the core. The clock is in `manualClock.ts`; what needs Node is in `main/testing`.
 */
import type { ActivityRecord } from '../contract/activity.ts';
import type { ConfigDocument, ConfigStore } from '../ports/configStore.ts';
import type { Ledger, StoredCall, StoredTask } from '../ports/ledger.ts';
import type { RandomIds } from '../ports/randomIds.ts';
import type { SecretStore } from '../ports/secretStore.ts';

/** `prefix_00000001`, `prefix_00000002`, … */
export function createFakeRandomIds(): RandomIds {
  let count = 0;
  return { next: (prefix) => `${prefix}_${String((count += 1)).padStart(8, '0')}` };
}

/** Keeps JSON text, as the real one does, so that a test sees what a restart would. */
export function createMemoryConfigStore(
  documents = new Map<ConfigDocument, string>(),
): ConfigStore & { readonly documents: Map<ConfigDocument, string> } {
  return {
    documents,
    get(name): unknown {
      const text = documents.get(name);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    set: (name, value) => void documents.set(name, JSON.stringify(value)),
    setAside: undefined,
    liesSetAside: () => false,
  };
}

/** As it is where no keychain answers. */
export function createMemorySecretStore(): SecretStore {
  const values = new Map<string, Map<string, string>>();
  return {
    persistent: false,
    get: (owner, key) => values.get(owner)?.get(key),
    set: (owner, key, value) =>
      void values.set(owner, (values.get(owner) ?? new Map<string, string>()).set(key, value)),
    delete: (owner, key) => void values.get(owner)?.delete(key),
    deleteAll: (owner) => void values.delete(owner),
    setAside: undefined,
  };
}

/** Lists by kind, subject and `beforeSeq`; `text` is looked for in the label. */
export function createMemoryLedger(): Ledger {
  const records: ActivityRecord[] = [];
  const calls = new Map<string, StoredCall>();
  const tasks = new Map<string, StoredTask>();
  const withTasks = () =>
    [...calls.values()].flatMap(({ call }) => {
      const task = tasks.get(call.callId);
      return task === undefined ? [] : [{ call, task }];
    });
  return {
    list(query) {
      const matching = records.filter(
        (record) =>
          (query.kinds === undefined || query.kinds.includes(record.kind)) &&
          (query.subject === undefined || query.subject === record.subject) &&
          (query.text === undefined || record.label.includes(query.text)),
      );
      const older = matching.filter((record) => query.beforeSeq === undefined || record.seq < query.beforeSeq);
      return { records: older.reverse().slice(0, query.limit), total: matching.length };
    },
    get: (seq) => records.find((record) => record.seq === seq),
    related: (seq) => {
      const completed = records.find((record) => record.seq === seq)?.completes;
      return records.filter((record) => record.completes === seq || record.seq === completed);
    },
    head: () => records.at(-1),
    all: () => records.values(),
    async together(work) {
      const before = { records: [...records], calls: [...calls] };
      try {
        return work();
      } catch (error) {
        records.splice(0, records.length, ...before.records);
        calls.clear();
        for (const [id, stored] of before.calls) calls.set(id, stored);
        throw error;
      }
    },
    append: (record) => void records.push(record),
    beginCall(stored) {
      const fresh = !calls.has(stored.call.callId);
      if (fresh) calls.set(stored.call.callId, stored);
      return fresh;
    },
    updateCall(call) {
      calls.set(call.callId, { arguments: {}, withheld: [], ...calls.get(call.callId), call });
    },
    setArguments(callId, kept) {
      const stored = calls.get(callId);
      if (stored !== undefined) calls.set(callId, { ...stored, ...kept });
    },
    saveTask: (task) => void tasks.set(task.callId, task),
    dropTask: (callId) => void tasks.delete(callId),
    getTask: (callId) => tasks.get(callId),
    openTasks: () => withTasks().filter(({ task }) => task.outcome === undefined),
    listTasks: ({ limit }) => {
      const all = withTasks().map(({ call }) => call);
      return { calls: all.toReversed().slice(0, limit), total: all.length };
    },
    getCall: (callId) => calls.get(callId),
    recentCalls: (limit) =>
      [...calls.values()]
        .map((stored) => stored.call)
        .sort((a, b) => b.startedAtMs - a.startedAtMs)
        .slice(0, limit),
    setAside: undefined,
  };
}
