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
import type { ServerId } from '../contract/ids.ts';
import type { ElicitParams, SamplingParams } from './askedParams.ts';

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
  /** A line for the server's log, in Gatehouse's own words. */
  log(text: string): void;
}

export interface ClientSide {
  /** What is declared to the server. Fixed for the connection. */
  readonly capabilities: ClientCapabilities;
  /**
   * A form, or an address to open; answers once the person has answered, or opened it.
   *
   * @param signal Aborted when the server takes the question back: the decision closes and nothing is answered.
   * @throws {ProtocolError} -32602 for a mode, schema or address that is refused; -32603 when too many wait.
   */
  elicit(params: ElicitParams, signal: AbortSignal): Promise<ElicitResult>;
  /**
   * An address that has to be visited before a call can go on: asks, opens, and waits until the person says that they
   * have finished or the server does (`elicitationComplete`). For error -32042 and `input_required` rounds.
   *
   * @throws {ProtocolError} as `elicit` does
   */
  visit(params: ElicitParams, signal: AbortSignal): Promise<ElicitResult>;
  /** @throws {ProtocolError} -1 when the person refuses, -32602 for what the specification forbids, -32601 while it is off. */
  sample(
    params: SamplingParams,
    context: { readonly signal: AbortSignal; readonly protocolVersion: string },
  ): Promise<SamplingResult>;
  /** The folders a person picked for this server, as `file:` URIs. */
  listRoots(): Promise<ListRootsResult>;
  /** `notifications/elicitation/complete`. Unknown and finished ids are ignored (MCP 2025-11-25 client/elicitation §Completion). */
  elicitationComplete(elicitationId: string): void;
}
