/**
 * What the two sides of a connection said they can do, as rows one can read. Pure.
 *
 * Names and values are the wire's (MCP 2025-11-25 basic/lifecycle §Capability Negotiation, 2026-07-28 likewise). What is
 * not known here stays as it was sent.
 */

export interface CapabilityRow {
  readonly name: string;
  /** What it means; absent where Gatehouse doesn't know it. */
  readonly words?: string;
  /** What its members add. */
  readonly details: readonly string[];
  /** What is in it and not explained. */
  readonly rest?: unknown;
}

interface Known {
  readonly words: string;
  /** Members that stand for something when they are there and not `false`. */
  readonly members?: Readonly<Record<string, string>>;
}

const LIST_CHANGED = 'It says so when the list changes.';

const SERVER: Readonly<Record<string, Known>> = {
  tools: { words: 'Tools that can be called.', members: { listChanged: LIST_CHANGED } },
  resources: {
    words: 'Resources that can be read.',
    members: { listChanged: LIST_CHANGED, subscribe: 'It can say when a watched resource changes.' },
  },
  prompts: { words: 'Texts prepared for models.', members: { listChanged: LIST_CHANGED } },
  logging: { words: 'Messages about its work, from a severity you choose.' },
  completions: { words: 'Suggestions while arguments are filled in.' },
  tasks: {
    words: 'Work that goes on in the background.',
    members: { list: 'It lists what goes on.', cancel: 'What goes on can be cancelled.' },
  },
  experimental: { words: 'Experiments outside the specification.' },
};

const CLIENT: Readonly<Record<string, Known>> = {
  roots: {
    words: 'The server may ask which folders it may work in.',
    members: { listChanged: 'It is told when you change them.' },
  },
  sampling: {
    words: 'The server may ask for text from a model. You are asked each time.',
    members: { tools: 'It may give the model tools of its own.', context: 'It may ask for context to be added.' },
  },
  elicitation: {
    words: 'The server may ask you questions.',
    members: { form: 'By a form to fill in.', url: 'By an address you may open.' },
  },
  tasks: {
    words: 'What the server asks may be answered later, as a task.',
    members: { list: 'It can list what it asked.', cancel: 'It can take back what it asked.' },
  },
  experimental: { words: 'Experiments outside the specification.' },
};

const EXTENSIONS: Readonly<Record<string, string>> = {
  'io.modelcontextprotocol/ui': 'MCP Apps: tools can bring a view of their own.',
  'io.modelcontextprotocol/tasks': 'Tasks: calls can go on in the background.',
  'io.modelcontextprotocol/oauth-client-credentials': 'Signing in without a person.',
  'io.modelcontextprotocol/enterprise-managed-authorization': 'Signing in through an organisation.',
};

type Capabilities = Readonly<Record<string, unknown>>;

/** Every capability but the extensions, which have rows of their own. */
export function capabilityRows(side: 'server' | 'client', capabilities: Capabilities): readonly CapabilityRow[] {
  const known = side === 'server' ? SERVER : CLIENT;
  return Object.entries(capabilities)
    .filter(([name]) => name !== 'extensions')
    .map(([name, value]) => capabilityRow(name, value, ownValue(known, name)));
}

export function extensionRows({ extensions }: Capabilities): readonly CapabilityRow[] {
  if (!isRecord(extensions)) return [];
  return Object.entries(extensions).map(([name, value]) => {
    const words = ownValue(EXTENSIONS, name);
    return { name, details: [], ...(words !== undefined && { words }), ...restOf(value) };
  });
}

function capabilityRow(name: string, value: unknown, known: Known | undefined): CapabilityRow {
  if (known === undefined) return { name, details: [], ...restOf(value) };
  const { words, members = {} } = known;
  if (!isRecord(value)) return { name, words, details: [], ...restOf(value) };
  const details = Object.entries(members).flatMap(([member, meaning]) => (isSet(value, member) ? [meaning] : []));
  const rest = Object.fromEntries(Object.entries(value).filter(([member]) => !Object.hasOwn(members, member)));
  return { name, words, details, ...restOf(rest) };
}

/** An object says yes by being there (MCP schema, ClientCapabilities.elicitation.form). */
function isSet(value: Capabilities, member: string): boolean {
  return Object.hasOwn(value, member) && value[member] !== false && value[member] !== undefined;
}

/** Nothing where it says no more than that it is there. */
function restOf(value: unknown): { readonly rest?: unknown } {
  const saysNothing = value === true || (isRecord(value) && Object.keys(value).length === 0);
  return saysNothing ? {} : { rest: value };
}

function isRecord(value: unknown): value is Capabilities {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names are the server's: one called `constructor` is unknown. */
function ownValue<T>(values: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}
