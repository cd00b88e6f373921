/** Invents the market anew and writes its four files; the same seed gives the same files. Run after changing the facts. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type OrderFacts, qualityFolder, readJsonLines, type Trade } from './facts.ts';
import { judge } from './judge.ts';
import { seeded } from './noise.ts';
import { inventCitizens } from './people.ts';
import { renderCitizen, renderOrder } from './render.ts';

const SEED = 20261122;

const trades = readJsonLines<Trade>('trades.jsonl');
const orders = readJsonLines<OrderFacts>('orders-facts.jsonl');
const citizens = inventCitizens(trades, seeded(SEED));
const byName = new Map(trades.map((trade) => [trade.trade, trade]));
const typed = seeded(SEED + 1);

writeJsonLines('citizens-facts.jsonl', citizens);
writeJsonLines(
  'market-orders.jsonl',
  orders.map((order) => renderOrder(order, typed)),
);
writeJsonLines(
  'market-citizens.jsonl',
  citizens.map((citizen) => renderCitizen(citizen, typed)),
);
const lines = orders.flatMap((order) =>
  citizens.map((citizen) => {
    const { grade, extra, broken, questions } = judge(order, citizen, byName);
    return [order.id, citizen.id, grade ?? '-', extra.toFixed(2), broken.join(' '), questions.join(' ')].join(
      '\t',
    );
  }),
);
write('judgments.tsv', ['order\tcitizen\tgrade\textra\tbroken\tquestions', ...lines]);

function writeJsonLines(name: string, rows: readonly object[]): void {
  write(
    name,
    rows.map((row) => JSON.stringify(row)),
  );
}

function write(name: string, rows: readonly string[]): void {
  writeFileSync(path.join(qualityFolder, name), `${rows.join('\n')}\n`);
}
