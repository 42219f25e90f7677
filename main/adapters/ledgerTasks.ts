/**
 * Tasks in the ledger: beside the call that each of them is.
 */
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { callView } from '../../app/contract/calls.ts';
import type { CallView } from '../../app/contract/calls.ts';
import type { CallId } from '../../app/contract/ids.ts';
import type { Ledger, StoredTask } from '../../app/ports/ledger.ts';

type Row = Record<string, SQLOutputValue>;
type TaskMethods = Pick<Ledger, 'saveTask' | 'dropTask' | 'getTask' | 'openTasks' | 'listTasks'>;

/** @param guarded Translates what SQLite throws. */
export function taskMethods(database: DatabaseSync, guarded: <T>(work: () => T) => T): TaskMethods {
  const save = database.prepare(
    `INSERT INTO tasks (callId, isOpen, handle, outcome) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET isOpen = excluded.isOpen, handle = excluded.handle, outcome = excluded.outcome`,
  );
  const drop = database.prepare('DELETE FROM tasks WHERE callId = ?');
  const get = database.prepare('SELECT callId, handle, outcome FROM tasks WHERE callId = ?');
  const open = database.prepare(
    `SELECT calls.call, tasks.callId, tasks.handle, tasks.outcome
     FROM tasks JOIN calls USING (callId) WHERE tasks.isOpen = 1 ORDER BY calls.rowid`,
  );
  return {
    saveTask: ({ callId, handle, outcome }) =>
      guarded(() => void save.run(callId, outcome === undefined ? 1 : 0, toJson(handle), toJson(outcome))),
    dropTask: (callId) => guarded(() => void drop.run(callId)),
    getTask: (callId) =>
      guarded(() => {
        const row = get.get(callId);
        return row === undefined ? undefined : storedTaskOf(row);
      }),
    openTasks: () =>
      guarded(() =>
        open.all().flatMap((row) => {
          const call = callOf(row);
          return call === undefined ? [] : [{ call, task: storedTaskOf(row) }];
        }),
      ),
    listTasks: (query) =>
      guarded(() => {
        const { from, values } = fromOf(query);
        const before =
          query.before === undefined ? '' : ' AND calls.rowid < (SELECT rowid FROM calls WHERE callId = :before)';
        const rows = database
          .prepare(`SELECT calls.call ${from}${before} ORDER BY calls.rowid DESC LIMIT :limit`)
          .all({ ...values, ...(query.before === undefined ? {} : { before: query.before }), limit: query.limit });
        const count = database.prepare(`SELECT count(*) AS total ${from}`).get(values);
        return { calls: rows.flatMap((row) => callOf(row) ?? []), total: Number(count?.['total']) };
      }),
  };
}

/** Values are bound, never spliced; `%` and `_` in a text mean themselves. */
function fromOf({ serverId, show, text }: Parameters<Ledger['listTasks']>[0]): {
  from: string;
  values: Record<string, SQLInputValue>;
} {
  const conditions = ['true'];
  const values: Record<string, SQLInputValue> = {};
  if (serverId !== undefined) {
    conditions.push('calls.serverId = :serverId');
    values['serverId'] = serverId;
  }
  if (show !== 'all') conditions.push(`tasks.isOpen = ${show === 'open' ? 1 : 0}`);
  if (text !== undefined && text !== '') {
    const words = ['toolName', 'serverName', 'task.statusMessage'].map(
      (name) => `json_extract(calls.call, '$.${name}')`,
    );
    const places = [
      ...words.map((word) => [word, ':text']),
      // These are searched as the JSON that they are, and what a person types is as it was before, or a piece of it.
      ['calls.arguments', ':text'],
      ['calls.arguments', ':escaped'],
    ];
    conditions.push(`(${places.map(([place, text]) => String.raw`${place} LIKE ${text} ESCAPE '\'`).join(' OR ')})`);
    values['text'] = containing(text);
    values['escaped'] = containing(JSON.stringify(text).slice(1, -1));
  }
  return { from: `FROM tasks JOIN calls USING (callId) WHERE ${conditions.join(' AND ')}`, values };
}

function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}

function callOf(row: Row): CallView | undefined {
  return callView.safeParse(parseJson(row['call'])).data;
}

function storedTaskOf(row: Row): StoredTask {
  // A row of ours, under an id that was checked when the call began.
  return { callId: row['callId'] as CallId, handle: parseJson(row['handle']), outcome: parseJson(row['outcome']) };
}

function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** `undefined` for what isn't JSON. */
export function parseJson(text: SQLOutputValue | undefined): unknown {
  try {
    return typeof text === 'string' ? (JSON.parse(text) as unknown) : undefined;
  } catch {
    return undefined;
  }
}
