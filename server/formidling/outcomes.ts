import type { Db } from '../../db/client.ts';
import type { FieldError } from '../problems.ts';
import { showInstant } from '../ui/dates.ts';
import type { Fields } from '../ui/fields.ts';
import { labels } from '../ui/labels.ts';
import { type Doing, takeSteps } from './changes.ts';
import { readLog } from './queries.ts';
import type { ShownCard } from './rights.ts';
import { checkStep } from './rules.ts';
import { readPicks, readStep } from './step-form.ts';

export type OutcomeAnswer =
  | { outcome: 'saved' }
  | { outcome: 'stale' | 'refused'; errors: readonly FieldError[] };

/** Ends the picked of these cards with one reason, all or none. */
export function endCards(
  db: Db,
  { fields, among }: { fields: Fields; among: readonly ShownCard[] },
  doing: Doing,
): OutcomeAnswer {
  const picked = readPicks(fields);
  const { checked, errors } = checkStep({ ...readStep(fields), step: 'ej' }, doing.today);
  const none = picked.length === 0 ? [{ field: 'kort', reason: 'Sæt flueben ved mindst ét kort.' }] : [];
  if (!checked || none.length > 0) return { outcome: 'refused', errors: [...none, ...errors] };
  return endThese(db, { picked, among, step: checked }, doing);
}

interface Ending {
  picked: readonly { id: number; version: number }[];
  /** those that the viewer may see */
  among: readonly ShownCard[];
  step: Parameters<typeof takeSteps>[1][number]['step'];
}

/** What somebody may not see is as absent as what never was: it is not ended, and nothing else is either. */
export function endThese(db: Db, { picked, among, step }: Ending, doing: Doing): OutcomeAnswer {
  const byId = new Map(among.map((shown) => [shown.card.id, shown]));
  const closed = picked.find(({ id }) => !byId.get(id)?.steps.includes('ej'));
  if (closed) return { outcome: 'stale', errors: [meanwhile(db, byId.get(closed.id))] };
  const answer = takeSteps(
    db,
    picked.map((pick) => ({ ...pick, step })),
    doing,
  );
  if (answer.outcome === 'saved') return answer;
  if (answer.outcome === 'refused') return answer;
  return { outcome: 'stale', errors: [meanwhile(db, byId.get(answer.id ?? 0))] };
}

/** What somebody else did to a card since the page was read, in a sentence. */
function meanwhile(db: Db, shown: ShownCard | undefined): FieldError {
  const [last] = shown ? readLog(db, [shown.card.id], { limit: 1 }) : [];
  const what =
    shown && last
      ? `${shown.person.name ?? shown.person.key}: ${labels.formidlingEvent[last.event].toLowerCase()} ${showInstant(last.at)} af ${last.byName ?? 'systemet'}. `
      : '';
  return { field: 'kort', reason: `Nogen har flyttet et af kortene i mellemtiden. ${what}Intet er ændret.` };
}
