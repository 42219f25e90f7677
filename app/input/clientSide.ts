/**
 * What a server may ask of its client, whichever era and way the question came in: the one shape that `protocol/` needs
 * and that the desk stands behind.
 */
import type {
  ClientCapabilities,
  CreateMessageResult,
  CreateMessageResultWithTools,
  ElicitResult,
  ListRootsResult,
} from '@modelcontextprotocol/client';
import type { CallId, ServerId } from '../contract/ids.ts';
import type { ElicitParams, SamplingParams } from './askedParams.ts';
import type { ReceivedTasks } from './receivedTasks.ts';

export type SamplingResult = CreateMessageResult | CreateMessageResultWithTools;

/** The server on whose behalf questions are put, by Gatehouse's own name for it. */
export interface Asker {
  readonly serverId: ServerId;
  /** As it is at the moment of the question. */
  serverName(): string;
  /** The command line that runs, or the address. */
  readonly serverOrigin: string;
  /** Tools whose calls are under way. */
  duringTools(): readonly string[];
  /** Aborted once everything that is under way has ended: a question asked meanwhile is then nobody's. `undefined` while nothing is. */
  whileUsed(): AbortSignal | undefined;
  /** The call that the server carries out as this task, where there is one. */
  callOfTask(taskId: string): CallId | undefined;
  /** A line for the server's log, in Gatehouse's own words. */
  log(text: string): void;
}

/** How a question came. */
export interface AskContext {
  /** Aborted when the server takes the question back: the decision closes and nothing is answered. */
  readonly signal: AbortSignal;
  /** The task that the server asks for, by its own word (MCP 2025-11-25 basic/utilities/tasks §Associating Task-Related Messages). */
  readonly relatedTaskId?: string;
  /** The question is a task itself: it outlives the calls of the moment, and is taken back by then. */
  readonly asTask?: { readonly expiresAtMs: number };
}

export interface SamplingContext extends AskContext {
  readonly protocolVersion: string;
}

export interface ClientSide {
  /** What is declared to the server, `tasks` only to one of the older era. Fixed for the connection. */
  readonly capabilities: ClientCapabilities;
  /** What the server asked for as tasks. */
  readonly receivedTasks: ReceivedTasks;
  /**
   * A form, or an address to open; answers once the person has answered, or opened it.
   *
   * @throws {ProtocolError} -32602 for a mode, schema or address that is refused; -32603 when too many wait.
   */
  elicit(params: ElicitParams, context: AskContext): Promise<ElicitResult>;
  /**
   * An address that has to be visited before a call can go on: asks, opens, and waits until the person says that they
   * have finished or the server does (`elicitationComplete`). For error -32042 and `input_required` rounds.
   *
   * @throws {ProtocolError} as `elicit` does
   */
  visit(params: ElicitParams, context: AskContext): Promise<ElicitResult>;
  /** @throws {ProtocolError} -1 when the person refuses, -32602 for what the specification forbids, -32601 while it is off. */
  sample(params: SamplingParams, context: SamplingContext): Promise<SamplingResult>;
  /** The folders a person picked for this server, as `file:` URIs. */
  listRoots(): Promise<ListRootsResult>;
  /** `notifications/elicitation/complete`. Unknown and finished ids are ignored (MCP 2025-11-25 client/elicitation §Completion). */
  elicitationComplete(elicitationId: string): void;
}
