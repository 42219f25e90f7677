import { expect, test } from 'vitest';
import { activityRecord } from '../../../app/contract/activity.ts';
import { joinPages } from './joinPages.ts';

const zeros = `sha256:${'0'.repeat(64)}`;
const records = (...seqs: number[]) =>
  seqs.map((seq) =>
    activityRecord.parse({
      ...{ seq, atMs: 0, kind: 'tool.call', phase: 'single', subject: 's', label: 'l', details: {} },
      ...{ prevHash: zeros, hash: zeros },
    }),
  );

test.each([
  ['the first page', [], [9, 8], false, [9, 8]],
  ['an older page', [9, 8], [7, 6], true, [9, 8, 7, 6]],
  ['an older page that comes twice', [9, 8, 7], [7, 6], true, [9, 8, 7, 6]],
  ['newer records, older pages kept', [9, 8, 7, 6], [10, 9, 8], false, [10, 9, 8, 7, 6]],
  ['so many newer ones that there would be a gap', [9, 8], [20, 19], false, [20, 19]],
  ['a page that ends just above', [9, 8], [11, 10], false, [11, 10]],
  ['nothing new', [9, 8], [9, 8], false, [9, 8]],
])('%s', (_name, here, page, older, joined) => {
  expect(joinPages(records(...here), records(...page), older).map((record) => record.seq)).toEqual(joined);
});
