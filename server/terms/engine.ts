import type { Db } from '../../db/client.ts';
import type { Engine, Knowledge } from '../../workers/matching/engine.ts';
import { finish } from '../../workers/matching/steps.ts';
import { inTurns } from '../turns.ts';
import {
  conceptSteps,
  conceptsVersion,
  decisionsVersion,
  readDecisions,
  readKnowledge,
} from './knowledge.ts';

interface Kept {
  concepts: string;
  decisions: string;
  engine: Engine;
}

/**
 * The engine of what is known at this moment: two looks into indexes as long as nothing has changed. A decision is
 * followed at once and costs next to nothing; imported concepts make a new engine, as `create` does at first use.
 */
export function currentEngine(db: Db, create: (knowledge: Knowledge) => Engine): () => Engine {
  let kept: Kept | undefined;
  return () => {
    const concepts = conceptsVersion(db);
    kept =
      kept?.concepts === concepts
        ? withDecisions(db, kept)
        : { concepts, decisions: decisionsVersion(db), engine: create(readKnowledge(db)) };
    return kept.engine;
  };
}

function withDecisions(db: Db, kept: Kept): Kept {
  const decisions = decisionsVersion(db);
  if (kept.decisions === decisions) return kept;
  return { ...kept, decisions, engine: kept.engine.deciding(readDecisions(db)) };
}

export interface ServedEngine {
  /** never waits, except when there is no engine at all yet */
  engine: () => Engine;
  /** an engine of all that is known now */
  ready: () => Promise<void>;
  close: () => Promise<void>;
}

interface ServedOptions {
  /** what the first page will want of a new engine, done before it takes over */
  prepare: (engine: Engine, isOver: () => boolean) => Promise<void>;
  /** the old engine goes on answering; what went wrong is tried again at the next question */
  onError: (error: unknown) => void;
}

/**
 * As currentEngine for the thread that serves pages: after an import of concepts the engine that there was goes on
 * answering while the new one is made, a few milliseconds at a time.
 */
export function engineInTurns(
  db: Db,
  steps: (knowledge: Knowledge) => Generator<void, Engine>,
  { prepare, onError }: ServedOptions,
): ServedEngine {
  let kept: Kept | undefined;
  let making: { concepts: string; decisions: string; steps: Generator<void, Engine> } | undefined;
  let underWay: Promise<void> | undefined;
  let closed = false;
  const isClosed = () => closed;

  function engine(): Engine {
    if (kept) kept = withDecisions(db, kept);
    else kept = madeAtOnce();
    if (kept.concepts !== conceptsVersion(db)) ready().catch(onError);
    return kept.engine;
  }

  // Nobody can answer meanwhile; what has been done of it in turns is not done again.
  function madeAtOnce(): Kept {
    const { concepts, decisions, steps: left } = making ?? begin();
    making = undefined;
    return { concepts, decisions, engine: finish(left) };
  }

  function begin() {
    const { concepts, decisions } = { concepts: conceptsVersion(db), decisions: decisionsVersion(db) };
    return { concepts, decisions, steps: allSteps() };
  }

  function* allSteps(): Generator<void, Engine> {
    const concepts = yield* conceptSteps(db);
    return yield* steps({ concepts, ...readDecisions(db) });
  }

  function ready(): Promise<void> {
    underWay ??= renew().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  async function renew(): Promise<void> {
    while (!closed && kept?.concepts !== conceptsVersion(db)) {
      const begun = begin();
      making = begun;
      const made = await inTurns(begun.steps, isClosed);
      if (making === begun) making = undefined;
      if (!made || closed) continue;
      const next = { concepts: begun.concepts, decisions: begun.decisions, engine: made };
      kept ??= next;
      await prepare(made, isClosed).catch(onError);
      if (!closed && conceptsVersion(db) === begun.concepts) kept = next;
    }
  }

  async function close(): Promise<void> {
    closed = true;
    await underWay?.catch(onError);
  }

  return { engine, ready, close };
}
