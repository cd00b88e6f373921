import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openTestDb } from '../db/client.ts';
import { projectRoot } from '../db/files.ts';
import { importBatch } from '../db/schema/imports.ts';
import { taxonomyConcept } from '../db/schema/taxonomy.ts';
import { engineInTurns } from '../server/terms/engine.ts';
import { inTurns } from '../server/turns.ts';
import { withDecisions } from '../workers/matching/decided.ts';
import { createEngine, type Engine, engineSteps, type Knowledge } from '../workers/matching/engine.ts';
import { createResolver } from '../workers/matching/resolve.ts';
import { loadTaxonomy } from '../workers/matching/taxonomy.ts';

const folder = path.join(projectRoot, 'workers', 'matching', 'taxonomy');
const KINDS = ['kompetence', 'certifikat', 'sprog', 'jobmaal', 'krav', 'titel', 'fri'] as const;
const IMPORTED: Knowledge['concepts'] = [
  { id: 'x:1', kind: 'kompetence', label: 'kvæsthusskrubning', aliases: ['kvæsthusrens', 'lagermand'] },
];
const knowledge: Knowledge = { concepts: IMPORTED, confirmed: [], rejected: [] };

/** A few hundred texts as people write them: whole names, slips, halves put together, more words around. */
function texts(): string[] {
  const names = [...loadTaxonomy(folder).concepts.values()].flatMap(({ label, aliases }) => [
    label,
    ...aliases,
  ]);
  const some = names.filter((_, at) => at % 97 === 0);
  return some.flatMap((name, at) => {
    const next = some[(at + 1) % some.length] ?? '';
    return [
      name,
      name.slice(1),
      `${name} og ${next}`,
      `5 års erfaring med ${name}`,
      name.replace(/[aeo]/, ''),
    ];
  });
}

const answers = (engine: Engine, some: readonly string[]) =>
  some.map((text, at) => engine.resolve(text, KINDS[at % KINDS.length] ?? 'fri'));

test('an engine made in turns, and asked in another order, answers as one made in one go', async () => {
  const whole = createEngine(folder, knowledge);
  const turns = await inTurns(engineSteps(folder, knowledge), () => false);
  if (!turns) throw new Error('No engine');
  const some = texts();
  expect(some.length).toBeGreaterThan(500);
  const backwards = [...KINDS].flatMap((kind) => some.toReversed().map((text) => turns.resolve(text, kind)));
  expect(backwards).toHaveLength(some.length * KINDS.length);
  expect(answers(turns, some)).toEqual(answers(whole, some));
  expect(turns.taxonomyVersion).toBe(whole.taxonomyVersion);
});

test('work in turns lets others in, and stops when it is over', async () => {
  let turns = 0;
  let isOver = false;
  let step = 0;
  function* steps(): Generator<void, string> {
    for (; step < 1_000_000; step++) {
      if (step === 20) isOver = true;
      const until = performance.now() + 1;
      while (performance.now() < until);
      yield;
    }
    return 'done';
  }
  const tick = setInterval(() => turns++, 0);
  onTestFinished(() => clearInterval(tick));
  expect(await inTurns(steps(), () => isOver)).toBeUndefined();
  expect(turns).toBeGreaterThan(0);
  expect(step).toBeLessThan(1_000);
});

function openServed() {
  const db = openTestDb();
  const errors: unknown[] = [];
  const prepared: Engine[] = [];
  const served = engineInTurns(db, (known) => engineSteps(folder, known), {
    prepare: async (engine) => {
      prepared.push(engine);
    },
    onError: (error) => errors.push(error),
  });
  onTestFinished(async () => {
    await served.close();
    db.$client.close();
  });
  return { db, served, errors, prepared };
}

test('the old engine goes on answering while imported concepts are taken in', async () => {
  const { db, served, errors, prepared } = openServed();
  await served.ready();
  const before = served.engine();
  expect(prepared).toEqual([before]);
  const at = '2026-11-22T09:00:00.000Z';
  db.insert(taxonomyConcept)
    .values({
      id: 'x:1',
      kind: 'kompetence',
      label: 'kvæsthusskrubning',
      source: 'esco',
      createdAt: at,
      updatedAt: at,
    })
    .run();
  const counts = { created: 1, updated: 0, unchanged: 0 };
  db.insert(importBatch)
    .values({ kind: 'esco', fileName: 'x.csv', sha256: 'x', importedAt: at, ...counts })
    .run();
  expect(served.engine()).toBe(before);
  expect(served.engine().resolve('kvæsthusskrubning', 'kompetence').conceptId).toBeNull();
  await served.ready();
  expect(served.engine().resolve('kvæsthusskrubning', 'kompetence').conceptId).toBe('x:1');
  expect(prepared).toHaveLength(2);
  expect(errors).toEqual([]);
});

test('whoever asks before the first engine is ready gets one, and closing leaves nothing behind', async () => {
  const { served, errors } = openServed();
  const ready = served.ready();
  const engine = served.engine();
  expect(engine.resolve('lagermand', 'kompetence').conceptId).toBe('lagermedarbejder');
  await ready;
  expect(served.engine()).toBe(engine);
  expect(errors).toEqual([]);
});

test('what people have decided of a text shows in what a picker lists for it too', () => {
  const taxonomy = loadTaxonomy(folder);
  const resolver = createResolver(taxonomy);
  const text = 'lagr medarbejdre';
  const [first, second] = resolver.matches(text, 'kompetence');
  if (!first || !second) throw new Error('Nothing is like it');
  const idsWith = (decisions: Pick<Knowledge, 'confirmed' | 'rejected'>) =>
    withDecisions(resolver, taxonomy, decisions)
      .matches(text, 'kompetence')
      .map(({ id }) => id);
  expect(idsWith({ confirmed: [], rejected: [{ text: 'Lagr  Medarbejdre!', conceptId: first.id }] })).toEqual(
    resolver
      .matches(text, 'kompetence')
      .slice(1)
      .map(({ id }) => id),
  );
  expect(idsWith({ confirmed: [], rejected: [{ text, conceptId: null }] })).toEqual([]);
  expect(idsWith({ confirmed: [{ text, conceptId: second.id }], rejected: [] }).slice(0, 2)).toEqual([
    second.id,
    first.id,
  ]);
});
