/** Reads log lines from standard input and prints what each says, one JSON line each: `npm run parse-log -- --today D [--json]`. */
import '../db/require-node.ts';
import { parseArgs } from 'node:util';
import { describeOrder } from '../server/contacts/log-line/describe.ts';
import { type LoggedLine, parseLogLine } from '../server/contacts/log-line/parse.ts';
import { isIsoDate, showDate } from '../server/ui/dates.ts';
import { labels } from '../server/ui/labels.ts';
import { runCommand, UsageError } from './command.ts';

const USAGE = 'Brug: npm run parse-log -- --today ÅÅÅÅ-MM-DD [--json] < linjer.txt';

await runCommand(async () => {
  const { values } = parseArgs({
    options: { today: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const today = values.today;
  if (!today) throw new UsageError(`--today mangler. ${USAGE}`);
  if (!isIsoDate(today))
    throw new UsageError(`--today ${today} er ikke en dato. Skriv den som 2026-11-25. ${USAGE}`);
  for await (const line of linesOf(process.stdin)) {
    const parsed = parseLogLine(line, { today });
    await write(values.json ? JSON.stringify(parsed) : asText(parsed));
  }
  return 0;
});

/** Only a line feed ends a line, so that there is one answer for each; what is not UTF-8 is read as the replacement sign. */
async function* linesOf(input: NodeJS.ReadStream): AsyncGenerator<string> {
  let rest: string[] = [];
  for await (const chunk of input.setEncoding('utf8')) {
    const [first = '', ...more] = String(chunk).split('\n');
    rest.push(first);
    for (const begun of more) {
      yield withoutEnd(rest.join(''));
      rest = [begun];
    }
  }
  const last = rest.join('');
  if (last) yield withoutEnd(last);
}

function withoutEnd(line: string): string {
  return line.replace(/^\uFEFF/, '').replace(/\r$/, '');
}

/** One line for a person: only what was said, and never the text itself, which may hold a CPR number. */
function asText(parsed: LoggedLine): string {
  const { kind, direction, outcome, company_hint, contact_date, next_step, next_step_date } = parsed;
  const said = [
    company_hint && !parsed.contains_cpr && `Virksomhed: ${company_hint}`,
    kind && labels.kind[kind],
    direction && labels.direction[direction],
    outcome && labels.outcome[outcome],
    contact_date && `Dato: ${showDate(contact_date)}`,
    (next_step || next_step_date) &&
      `Næste skridt: ${[next_step, next_step_date && showDate(next_step_date)].filter(Boolean).join(' ')}`,
    ...parsed.orders.map((order) => `Jobordre: ${describeOrder(order)}`),
    parsed.topics.length > 0 && `Emner: ${parsed.topics.map((topic) => labels.topic[topic]).join(', ')}`,
    parsed.new_headcount !== null && `Ansatte: ${parsed.new_headcount}`,
    parsed.contains_cpr && 'Indeholder et CPR-nummer',
  ];
  return said.filter(Boolean).join(' · ') || 'Ingen oplysninger';
}

/** Waits when whoever reads is slower than we are. */
function write(line: string): Promise<void> | void {
  if (process.stdout.write(`${line}\n`)) return;
  return new Promise((done) => process.stdout.once('drain', done));
}
