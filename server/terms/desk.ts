import type { App, AppContext } from '../context.ts';
import { NOT_FOUND, type Problem } from '../problems.ts';
import { openCensus } from './census.ts';
import { toRow } from './list.ts';
import { decideTerm, findDecision, withdrawDecision } from './queries.ts';
import { type AnswerKind, decisionOf } from './rules.ts';

export const GONE: Problem = {
  status: 404,
  title: 'Ordet er her ikke længere',
  detail: 'Ingen borger eller åben ordre bruger det mere, eller det er forstået i mellemtiden.',
};
export const NOT_DECIDABLE: Problem = {
  status: 422,
  title: 'Der kan ikke svares på ordet',
  detail: 'Begrebet findes ikke, eller teksten er for lang eller ligner et CPR-nummer.',
};
const DECIDED: Problem = {
  status: 409,
  title: 'Ordet er allerede besluttet',
  detail:
    'En kollega har svaret i mellemtiden. Se det under Besluttede, og træk det tilbage, hvis det er forkert.',
};

export interface GivenAnswer {
  /** which text: Term's `ref` */
  ref: string;
  answer: AnswerKind;
  conceptId: string | undefined;
}

export interface AnsweredBy {
  at: string;
  by: number;
}

export type TermDesk = ReturnType<typeof openTermDesk>;

/** Where words are counted and answered, for pages and for programs. */
export function openTermDesk(app: App, context: AppContext) {
  const { db, engine } = context;
  const census = openCensus({
    ...context,
    formKey: context.config.formKey,
    onError: (error) => app.log.error({ err: error }, 'the unknown words could not be counted'),
  });
  app.addHook('onClose', async () => census.close());

  async function answer({ ref, ...given }: GivenAnswer, by: AnsweredBy): Promise<{ id: number } | Problem> {
    const term = (await census.current()).byRef.get(ref);
    if (!term) return GONE;
    const { text, key, spellings, reading } = term;
    const decision = toRow(term).closed ? null : decisionOf(given, reading, engine().concepts);
    if (!decision) return NOT_DECIDABLE;
    const made = decideTerm(db, { text, textKey: key, spellings, ...decision }, by);
    if (made === 'decided') return DECIDED;
    census.lookAgain(key);
    return made;
  }

  /** Harmless when it was taken back before. */
  async function withdraw(id: number, by: AnsweredBy): Promise<Problem | null> {
    const decision = findDecision(db, id);
    if (!decision) return NOT_FOUND;
    const { byKey } = await census.current();
    withdrawDecision(db, id, byKey.get(decision.textKey)?.spellings ?? [], by);
    census.lookAgain(decision.textKey);
    return null;
  }

  return { count: census.current, answer, withdraw };
}
