/**
 * `npm run bench [-- --json] [names…]`: measures what Gatehouse promises, side by side with what it is measured against.
 *
 * It reports and never fails: figures depend on the machine, and a bench that gates is soon tuned to pass.
 */
import { benchCalls } from './calls.ts';
import { printFigures } from './figures.ts';
import type { Figure } from './figures.ts';
import { benchFlood } from './flood.ts';
import { benchInstall } from './install.ts';
import { benchRemote } from './remote.ts';
import { benchSignIn } from './signIn.ts';
import { benchStartup } from './startup.ts';
import { benchTasks } from './tasks.ts';

const BENCHES: Readonly<Record<string, () => Promise<Figure[]>>> = {
  calls: benchCalls,
  install: benchInstall,
  startup: benchStartup,
  flood: benchFlood,
  remote: benchRemote,
  tasks: benchTasks,
  signIn: benchSignIn,
};

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const figures: Figure[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length === 0 || wanted.includes(name)) figures.push(...(await bench()));
}
printFigures(figures, process.argv.includes('--json'));
