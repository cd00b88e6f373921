/**
 * Holds the log's grammar against lines whose meaning was written down before it: `npm run bench -- log-line [--misses]`.
 * Prints; judges nothing. --misses shows what went wrong in the open half alone.
 */
import { parseArgs } from 'node:util';
import { parseLogLine } from '../../server/contacts/log-line/parse.ts';
import { FIELDS, readCorpus } from '../log-line/corpus.ts';
import { judge, type Verdict } from '../log-line/score.ts';

const { values } = parseArgs({ options: { misses: { type: 'boolean', default: false } } });
const cases = readCorpus();
const judged = cases.map((each) => {
  const parsed = parseLogLine(each.line, { today: each.today });
  return { ...each, parsed, verdicts: judge(parsed, each) };
});

for (const half of ['open', 'held'] as const) {
  const lines = judged.filter((each) => each.half === half);
  const all = lines.flatMap(({ verdicts }) => [...verdicts.values()]);
  say(`\n${half}: ${lines.length} linjer, ${share(count(all, 'right'), all.length)} af felterne rigtige`);
  say('  felt                 rigtige  mangler  forkerte');
  for (const field of FIELDS) {
    const verdicts = lines.flatMap(({ verdicts }) => verdicts.get(field) ?? []);
    const cells = (['right', 'missing', 'wrong'] as const).map((verdict) =>
      String(count(verdicts, verdict)).padStart(8),
    );
    say(`  ${field.padEnd(18)}  ${cells.join(' ')}`);
  }
  const filled = lines.flatMap(({ verdicts, expected }) =>
    [...verdicts].filter(([field]) => expected[field] !== undefined).map(([, verdict]) => verdict),
  );
  const whole = lines.filter(({ verdicts }) =>
    [...verdicts.values()].every((verdict) => verdict === 'right'),
  );
  say(`  felter, linjen siger noget om: ${share(count(filled, 'right'), filled.length)} rigtige`);
  say(`  hele linjer rigtige: ${share(whole.length, lines.length)}`);
  const wrongDates = lines.filter(({ verdicts }) =>
    (['contact_date', 'next_step_date'] as const).some((field) => verdicts.get(field) === 'wrong'),
  );
  const hasCpr = (each: (typeof lines)[number]) => each.expected.contains_cpr === true;
  say(`  forkerte datoer: ${wrongDates.length}`);
  say(`  oversete CPR-numre: ${lines.filter((each) => hasCpr(each) && !each.parsed.contains_cpr).length}`);
  const isFalseAlarm = ({ parsed, verdicts }: (typeof lines)[number]) =>
    parsed.contains_cpr && verdicts.get('contains_cpr') === 'wrong';
  say(`  falske CPR-alarmer: ${lines.filter(isFalseAlarm).length}`);
}

const started = performance.now();
for (let round = 0; round < 10; round++) for (const { line, today } of cases) parseLogLine(line, { today });
say(`\n${Math.round((cases.length * 10) / ((performance.now() - started) / 1000))} linjer i sekundet`);

if (values.misses) {
  for (const { line, half, today, verdicts, parsed, expected } of judged) {
    const missed = [...verdicts].filter(([, verdict]) => verdict !== 'right');
    if (half !== 'open' || missed.length === 0) continue;
    say(`\n[${today}] ${line}`);
    for (const [field, verdict] of missed) {
      say(
        `  ${verdict} ${field}: ${JSON.stringify(parsed[field])}, ventet ${JSON.stringify(expected[field] ?? null)}`,
      );
    }
  }
}

function count(verdicts: readonly Verdict[], verdict: Verdict): number {
  return verdicts.filter((each) => each === verdict).length;
}

function share(part: number, whole: number): string {
  return `${part} af ${whole} (${((part / whole) * 100).toFixed(1).replace('.', ',')} %)`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
