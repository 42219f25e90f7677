/**
 * Run as a process of its own: takes the data folder named on its command line, says which start it is, and stays.
 */
import { acquireInstance } from '../singleInstance.ts';

const [dataDir = '', file] = process.argv.slice(2);
const instance = await acquireInstance(dataDir, file === undefined ? {} : { file }, (request) => {
  process.stdout.write(`handed ${request.file ?? 'nothing'}\n`);
  return Promise.resolve({ links: ['http://127.0.0.1:1/#code=x'] });
});
process.stdout.write(`${instance.kind}\n`);
if (instance.kind === 'first') setInterval(() => undefined, 60_000);
