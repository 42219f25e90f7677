/**
 * The id of a reading, chosen by the page so that it can be cancelled before its answer.
 */
import { requestId, type RequestId } from '../../../app/contract/ids.ts';
import { newSuffix } from '../calls/newCallId.ts';

export function newRequestId(nowMs: number = Date.now()): RequestId {
  return requestId.parse(`req_${newSuffix(nowMs)}`);
}
