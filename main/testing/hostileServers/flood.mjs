// Writes without end. `lines`: short lines to stdout. `line`: one line to stdout. `stderr`: lines to stderr.
import { Buffer } from 'node:buffer';
import process from 'node:process';

const stream = process.argv[2] === 'stderr' ? process.stderr : process.stdout;
const chunk = Buffer.from((process.argv[2] === 'line' ? 'x' : 'flood\n').repeat(100_000));
const write = () => {
  while (stream.write(chunk));
  stream.once('drain', write);
};
stream.on('error', () => process.exit());
write();
