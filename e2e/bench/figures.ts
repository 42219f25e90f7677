/**
 * Figures and how they are printed.
 */
export interface Figure {
  readonly work: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: number;
  readonly ratio?: number;
  readonly target: string;
  readonly met: boolean;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** One call after the other, milliseconds each. */
export async function latencies(call: (message: string) => Promise<unknown>, count: number): Promise<number[]> {
  const taken: number[] = [];
  for (let index = 0; index < count; index += 1) taken.push(await timeMs(() => call(`message ${index}`)));
  return taken;
}

const round = (value: number): number => Number(value.toPrecision(4));

export function printFigures(figures: readonly Figure[], asJson: boolean): void {
  if (asJson) {
    for (const figure of figures) {
      const { value, baseline, ratio } = figure;
      const rounded = {
        ...figure,
        value: round(value),
        ...(baseline === undefined ? {} : { baseline: round(baseline) }),
        ...(ratio === undefined ? {} : { ratio: round(ratio) }),
      };
      process.stdout.write(`${JSON.stringify(rounded)}\n`);
    }
    return;
  }
  process.stdout.write('| Work | Value | Baseline | Target | Met |\n|---|---|---|---|---|\n');
  for (const { work, value, unit, baseline, target, met } of figures) {
    const base = baseline === undefined ? '' : `${round(baseline)} ${unit}`;
    process.stdout.write(`| ${work} | ${round(value)} ${unit} | ${base} | ${target} | ${met ? 'yes' : 'no'} |\n`);
  }
}
