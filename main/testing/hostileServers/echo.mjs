// Writes back every line it reads. Says so when its input closes, and exits.
import process from 'node:process';
import { createInterface } from 'node:readline';

for await (const line of createInterface({ input: process.stdin })) process.stdout.write(`${line}\n`);
process.stdout.write('bye\n');
