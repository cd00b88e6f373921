/**
 * Holds the resolver and the live shortlists against what people mean, by sets whose authors have not seen the taxonomy's
 * aliases: `npm run bench -- quality [--misses]`. Prints; judges nothing. Half of every set is held back.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../db/files.ts';
import { createEngine } from '../../workers/matching/engine.ts';
import { createResolver } from '../../workers/matching/resolve.ts';
import { loadTaxonomy } from '../../workers/matching/taxonomy.ts';
import {
  type Answered,
  answerPairs,
  answerRefusals,
  figuresOf,
  fuseAccuracy,
  type Refused,
} from './quality/resolving.ts';
import {
  HALVES,
  makeNoise,
  type Pair,
  readBadInputs,
  readPairs,
  readPhrases,
  readRefusals,
} from './quality/sets.ts';
import { answerShortlists, type ShortlistAnswer } from './quality/shortlists.ts';

/** fuse.js manages some ten texts a second: every seventh of the pairs, every fifteenth of the noise. */
const FUSE_STEP = { pairs: 7, noise: 15 };

const { values } = parseArgs({ options: { misses: { type: 'boolean', default: false } } });

const started = performance.now();
const folder = path.join(projectRoot, 'workers', 'matching', 'taxonomy');
const engine = createEngine(folder);
const resolver = createResolver(loadTaxonomy(folder));
say(
  `Node ${process.version}, ${engine.concepts.size} begreber; klar efter ${seconds(performance.now() - started)}`,
);

const pairs = answerPairs(engine, resolver, readPairs());
const fromAnywhere = answerPairs(engine, resolver, readPairs(), 'fri');
const phrases = answerPairs(engine, resolver, readPhrases(engine.concepts));
const before = performance.now();
const noise = answerPairs(engine, resolver, makeNoise(engine.concepts));
const noiseMs = performance.now() - before;
const refusals = answerRefusals(engine, readRefusals());
const badInputs = answerRefusals(engine, readBadInputs());
const { answers: shortlists, ms } = await answerShortlists(engine);

printPairs('ord og begreber', pairs);
printPairs('de samme uden at kende feltet', fromAnywhere, { categories: false });
printPairs('ordene på markedet', phrases);
printPairs('støj på begrebernes egne navne', noise);
say(`   ${Math.round((noise.length * 2) / (noiseMs / 1000))} opslag i sekundet`);
printRefusals('må ikke genkendes som', refusals);
printRefusals('uforståeligt', badInputs);
say(`   langsomste opslag ${Math.max(...badInputs.map((each) => each.ms)).toFixed(1)} ms`);
printShortlists(shortlists, ms);
printFuse();
if (values.misses) printMisses();
say(`i alt ${seconds(performance.now() - started)}`);

function printPairs(title: string, answers: readonly Answered<Pair>[], { categories = true } = {}): void {
  say(`\n${title}: tekster, @1, @5, MRR10, genkendt, heraf rigtigt, ukendt`);
  const groups = Map.groupBy(answers, ({ category }) => category);
  for (const half of HALVES) {
    printFigures(
      half,
      'alle',
      answers.filter((each) => each.half === half),
    );
    if (!categories) continue;
    for (const [category, group] of groups)
      printFigures(
        half,
        category,
        group.filter((each) => each.half === half),
      );
  }
}

function printFigures(half: string, category: string, answers: readonly Answered<Pair>[]): void {
  const { texts, at1, at5, mrr, accepted, precision, unknown } = figuresOf(answers);
  const numbers = [at1, at5, mrr, accepted, precision, unknown].map((value) => value.toFixed(3));
  say(`   ${half} ${category.padEnd(26)} ${String(texts).padStart(4)}  ${numbers.join('  ')}`);
}

function printRefusals(title: string, answers: readonly Refused[]): void {
  say(`\n${title}: tekster, fejlagtigt genkendt, ukendt`);
  for (const half of HALVES) {
    for (const [category, group] of Map.groupBy(answers, (each) => each.category)) {
      const mine = group.filter((each) => each.half === half);
      const wrong = mine.filter((each) => each.wrong.length > 0).length;
      const unknown = mine.filter(({ status }) => status === 'unknown').length;
      say(`   ${half} ${category.padEnd(26)} ${String(mine.length).padStart(4)}  ${wrong}  ${unknown}`);
    }
  }
}

function printShortlists(answers: readonly ShortlistAnswer[], took: number): void {
  say(
    '\nforslagslister: ordrer, NDCG@10, med ønsker og jobmål, i tilfældig rækkefølge, de bedste i top 10, i top 50, rækker, brudte regler, gode uden for',
  );
  for (const half of HALVES) {
    const mine = answers.filter((each) => each.half === half);
    const sum = (of: (each: ShortlistAnswer) => number) => mine.reduce((total, each) => total + of(each), 0);
    const mean = (of: (each: ShortlistAnswer) => number | undefined) => {
      const known = mine.flatMap((each) => of(each) ?? []);
      return (known.reduce((total, value) => total + value, 0) / known.length).toFixed(3);
    };
    const best = sum((each) => each.best);
    const shares = [sum((each) => each.bestInTop10), sum((each) => each.bestInTop50)].map((found) =>
      (found / best).toFixed(3),
    );
    const counts = [
      sum((each) => each.rows),
      sum((each) => each.brokenRows.length),
      sum((each) => each.lost.length),
    ];
    const figures = [
      mine.length,
      mean(({ ndcg }) => ndcg),
      mean(({ fineNdcg }) => fineNdcg),
      mean(({ drawnNdcg }) => drawnNdcg),
    ];
    say(`   ${half} ${[...figures, ...shares, ...counts].join('  ')}`);
  }
  say(`   ${answers.length} lister med begrundelser på ${seconds(took)}`);
}

function printFuse(): void {
  say('\nfuse.js (tokenSearch, tærskel 0,3) på en stikprøve, @1: fuse.js, vores');
  for (const [name, all, step] of [
    ['ord og begreber', pairs, FUSE_STEP.pairs],
    ['støj', noise, FUSE_STEP.noise],
  ] as const) {
    const sample = all.filter((_, at) => at % step === 0);
    const { at1, perSecond } = fuseAccuracy(engine, sample);
    const figures = [at1.toFixed(3), figuresOf(sample).at1.toFixed(3), `${perSecond.toFixed(1)} opslag/s`];
    say(`   ${name.padEnd(26)} ${String(sample.length).padStart(4)}  ${figures.join('  ')}`);
  }
}

/** Of the open half alone. */
function printMisses(): void {
  const open = <Item extends { half: string }>(items: readonly Item[]) =>
    items.filter(({ half }) => half === 'open');
  say('\nfejl i den åbne halvdel: felt, tekst, ventet, svar');
  for (const { category, kind, text, expected, answer } of open([...pairs, ...phrases, ...noise])) {
    if (answer.place === 1 && answer.right === answer.links.length) continue;
    const found = answer.nearest.slice(0, 3).join(' ') || '–';
    say(
      `   ${category}\t${kind}\t${text}\t${expected.join('|')}\t${answer.status} ${found}\t[${answer.links}]`,
    );
  }
  for (const { category, kind, text, forbidden, wrong } of open([...refusals, ...badInputs])) {
    if (wrong.length === 0) continue;
    const barred = forbidden === null ? '-' : forbidden.map((id) => `!${id}`).join('|');
    say(`   ${category}\t${kind}\t${text.slice(0, 60)}\t${barred}\t${wrong.join(' ')}`);
  }
  for (const { order, ndcg, top, brokenRows, lost } of open(shortlists))
    say(`   ${order}\t${ndcg?.toFixed(3)}\t${top.join(' ')}\t${[...brokenRows, ...lost].join('; ')}`);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
