/**
 * Tables of the ledger. A change needs a new version and a step that leads there.
 *
 * Each index is one more page to write for every call, so there are only those without which a call would have to search.
 */
export const LEDGER_FORMAT_VERSION = 2;

/** SECURITY(S10): the triggers stop our own mistakes. Who writes to the file itself can drop them: the chain shows it. */
const LEDGER_SCHEMA = `
BEGIN;
CREATE TABLE records (
  seq INTEGER PRIMARY KEY,
  atMs INTEGER NOT NULL,
  kind TEXT NOT NULL,
  phase TEXT NOT NULL,
  completes INTEGER,
  subject TEXT NOT NULL,
  label TEXT NOT NULL,
  digestShown TEXT,
  decision TEXT,
  decidedBy TEXT,
  outcome TEXT,
  details TEXT NOT NULL,
  prevHash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX recordsByCompleted ON records (completes) WHERE completes IS NOT NULL;
CREATE TRIGGER recordsAreNotChanged BEFORE UPDATE ON records BEGIN
  SELECT raise(ABORT, 'records are only added');
END;
CREATE TRIGGER recordsAreNotRemoved BEFORE DELETE ON records BEGIN
  SELECT raise(ABORT, 'records are only added');
END;
-- Also stops INSERT OR REPLACE, which removes a row without the trigger above.
CREATE TRIGGER recordsFollowEachOther BEFORE INSERT ON records WHEN new.seq <= (SELECT max(seq) FROM records) BEGIN
  SELECT raise(ABORT, 'records are only added');
END;
CREATE TABLE calls (
  callId TEXT PRIMARY KEY,
  serverId TEXT NOT NULL,
  startedAtMs INTEGER NOT NULL,
  call TEXT NOT NULL,
  arguments TEXT NOT NULL
) STRICT;
PRAGMA user_version = 1;
COMMIT;
`;

/** The steps that lead from one version to the next, by the version they start from. */
export const LEDGER_STEPS: ReadonlyMap<number, string> = new Map([
  [0, LEDGER_SCHEMA],
  [
    1,
    `
BEGIN;
ALTER TABLE calls ADD COLUMN withheld TEXT NOT NULL DEFAULT '[]';
CREATE TABLE tasks (
  callId TEXT PRIMARY KEY REFERENCES calls (callId),
  isOpen INTEGER NOT NULL,
  handle TEXT,
  outcome TEXT
) STRICT;
CREATE INDEX openTasks ON tasks (isOpen) WHERE isOpen = 1;
PRAGMA user_version = 2;
COMMIT;
`,
  ],
]);
