import type { Db } from '../../db/client.ts';
import type { Engine, Knowledge } from '../../workers/matching/engine.ts';
import { conceptsVersion, decisionsVersion, readDecisions, readKnowledge } from './knowledge.ts';

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
    const decisions = decisionsVersion(db);
    if (kept?.concepts !== concepts) {
      kept = { concepts, decisions, engine: create(readKnowledge(db)) };
    } else if (kept.decisions !== decisions) {
      kept = { concepts, decisions, engine: kept.engine.deciding(readDecisions(db)) };
    }
    return kept.engine;
  };
}
