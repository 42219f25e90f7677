/**
 * What is wrong with the address of a Client ID Metadata Document, in words. The rules are the contract's. Pure.
 */
import { clientMetadataUrlFaults, type ClientMetadataUrlFault } from '../../../app/contract/clientMetadataUrl.ts';

const BEFORE_ANYTHING = 'Enter the whole address. It begins with https://.';
const AFTER_PATH = 'Leave out what follows “?” or “#”.';

const WORDS: Readonly<Record<Exclude<ClientMetadataUrlFault, 'rewritten'>, string>> = {
  no_address: BEFORE_ANYTHING,
  scheme: BEFORE_ANYTHING,
  no_path: 'Something has to follow the name of the site, such as /gatehouse.json.',
  credentials: 'Leave user name and password out.',
  fragment: AFTER_PATH,
  query: AFTER_PATH,
  dot_segment: 'Leave out the parts “.” and “..” of the path.',
};

/** What is wrong with an address as it was typed; an empty one says that there is none. */
export function clientMetadataProblem(typed: string): string | undefined {
  if (typed === '') return undefined;
  const [fault] = clientMetadataUrlFaults(typed);
  if (fault === undefined) return undefined;
  return fault === 'rewritten' ? `It is usually written in another way: ${new URL(typed).href}` : WORDS[fault];
}
