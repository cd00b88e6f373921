/** What a bench says: a line for each thing it timed, and at the end two sizes side by side. */
interface Figures {
  p50: number;
  p95: number;
}

/** By size and by name. */
const said = new Map<string, Map<string, Figures>>();

/** The first time fills the caches and stands apart. */
export function sayTimes(size: string, name: string, [first = 0, ...times]: number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  const [p50, p95, p99] = [at(0.5), at(0.95), at(0.99)];
  say(
    `${name.padEnd(44)} p50 ${shown(p50)} ms  p95 ${shown(p95)} ms  p99 ${shown(p99)} ms  første ${first.toFixed(0)} ms  (${times.length})`,
  );
  const ofSize = said.get(size) ?? new Map<string, Figures>();
  said.set(size, ofSize.set(name, { p50, p95 }));
}

/** The sizes side by side, and how many times the first one's median the second takes. */
export function sayGrowth(): void {
  const [[smaller, small] = [], [larger, large] = []] = said;
  if (!small || !large) return;
  say(`\n${'p50 og p95 i ms ved'.padEnd(45)}${smaller?.padStart(40)}${larger?.padStart(40)}   gange (p50)`);
  for (const [name, was] of small) {
    const is = large.get(name);
    if (is) say(`${name.padEnd(45)}${both(was)}${both(is)}${shown(is.p50 / was.p50).padStart(14)}`);
  }
}

function both({ p50, p95 }: Figures): string {
  return `${shown(p50)} ${shown(p95)}`.padStart(40);
}

function shown(figure: number): string {
  return figure.toFixed(1).padStart(7);
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
