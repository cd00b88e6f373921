/** Imports the invented market as a municipality would, and holds every live shortlist against the judgments. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Db, openTestDb } from '../../../db/client.ts';
import { runImport } from '../../../server/imports/run-import.ts';
import { liveShortlist } from '../../../server/matching/live.ts';
import type { Engine } from '../../../workers/matching/engine.ts';
import { type OrderFacts, qualityFolder, readJsonLines, readRows, TODAY } from './facts.ts';
import { seeded } from './noise.ts';
import { type Half, halfOf } from './sets.ts';

const TOP = 10;
const NOW = new Date(`${TODAY}T09:00:00Z`);
const FIRM =
  'p_nummer;cvr;navn;kommunekode;startdato\n1000000001;10000001;Byens Arbejdsplads ApS;165;2015-03-01\n';

interface Judgment {
  citizen: string;
  /** null: left out of the measurement */
  grade: number | null;
  extra: number;
  broken: string[];
}

export interface ShortlistAnswer {
  order: string;
  half: Half;
  /** undefined where nobody has a grade above 0 */
  ndcg: number | undefined;
  /** the same with wishes and job goal as tie-breaks in the gain */
  fineNdcg: number | undefined;
  /** everybody whom no rule keeps out, in no order at all: what the figures must be held against */
  drawnNdcg: number | undefined;
  best: number;
  bestInTop10: number;
  bestInTop50: number;
  rows: number;
  /** citizen and rule */
  brokenRows: string[];
  /** good citizens who are missing from the list, with the engine's reason */
  lost: string[];
  /** the first ten with their grades, for reading */
  top: string[];
}

export async function answerShortlists(engine: Engine): Promise<{ answers: ShortlistAnswer[]; ms: number }> {
  const db = openTestDb();
  try {
    await importMarket(db);
    const judgments = readJudgments();
    const started = performance.now();
    const answers = readJsonLines<OrderFacts>('orders-facts.jsonl').map(({ id }) =>
      answer(db, engine, id, judgments.get(id) ?? []),
    );
    return { answers, ms: performance.now() - started };
  } finally {
    db.$client.close();
  }
}

async function importMarket(db: Db): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-quality-'));
  const firms = path.join(folder, 'firm.csv');
  writeFileSync(firms, FIRM);
  const files = [
    { kind: 'virksomheder', file: firms },
    { kind: 'borgere', file: path.join(qualityFolder, 'market-citizens.jsonl') },
    { kind: 'jobordrer', file: path.join(qualityFolder, 'market-orders.jsonl') },
  ] as const;
  try {
    for (const { kind, file } of files) {
      const report = await runImport(db, {
        kind,
        file,
        files: { staging: path.join(folder, 'staging') },
        cprKeys: undefined,
        now: () => NOW,
        by: null,
      });
      if (report.rejected.length > 0) throw new Error(`${kind}: ${JSON.stringify(report.rejected[0])}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readJudgments(): Map<string, Judgment[]> {
  const rows = readRows('judgments.tsv').map(([order = '', citizen = '', grade, extra, broken = '']) => ({
    order,
    citizen,
    grade: grade === '-' ? null : Number(grade),
    extra: Number(extra),
    broken: broken.split(' ').filter(Boolean),
  }));
  return Map.groupBy(rows, ({ order }) => order);
}

function answer(db: Db, engine: Engine, order: string, judgments: Judgment[]): ShortlistAnswer {
  const live = liveShortlist(db, engine, order, TODAY);
  if (!live) throw new Error(`no order ${order}`);
  const byCitizen = new Map(judgments.map((judgment) => [judgment.citizen, judgment]));
  const ranked = live.shortlist.flatMap(({ borger_id }) => byCitizen.get(borger_id) ?? []);
  const judged = ranked.filter(({ grade }) => grade !== null);
  const reasons = new Map(live.excluded.map(({ borger_id, detail }) => [borger_id, detail]));
  const best = judgments.filter(({ grade }) => grade === 3).length;
  const bestAmong = (rows: Judgment[]) => rows.filter(({ grade }) => grade === 3).length;
  const listed = new Set(ranked.map(({ citizen }) => citizen));
  const draw = seeded(Number(order.slice(2)));
  const drawn = judgments
    .flatMap((judgment) => (judgment.broken.length === 0 ? { ...judgment, lot: draw() } : []))
    .sort((a, b) => a.lot - b.lot);
  return {
    order,
    half: halfOf(order),
    ndcg: ndcg(judged, judgments, ({ grade }) => 2 ** (grade ?? 0) - 1),
    fineNdcg: ndcg(judged, judgments, ({ grade, extra }) => 2 ** (grade ?? 0) - 1 + extra),
    drawnNdcg: ndcg(drawn, judgments, ({ grade }) => 2 ** (grade ?? 0) - 1),
    best,
    bestInTop10: bestAmong(judged.slice(0, TOP)),
    bestInTop50: bestAmong(judged),
    rows: ranked.length,
    brokenRows: ranked.flatMap(({ citizen, broken }) =>
      broken.length > 0 ? `${citizen}: ${broken.join(', ')}` : [],
    ),
    lost: judgments.flatMap(({ citizen, grade }) =>
      (grade ?? 0) >= 2 && !listed.has(citizen)
        ? `${citizen} (${grade}): ${reasons.get(citizen) ?? 'ikke på listen'}`
        : [],
    ),
    top: judged.slice(0, TOP).map(({ citizen, grade }) => `${citizen}=${grade}`),
  };
}

function ndcg(ranked: Judgment[], all: Judgment[], gain: (judgment: Judgment) => number): number | undefined {
  const discounted = (gains: number[]) =>
    gains.slice(0, TOP).reduce((sum, value, place) => sum + value / Math.log2(place + 2), 0);
  const ideal = discounted(all.map(gain).sort((a, b) => b - a));
  return ideal === 0 ? undefined : discounted(ranked.map(gain)) / ideal;
}
