import { type Person, personFor } from '../matching/candidates.ts';
import type { Actor } from '../plugins/session.ts';
import { can } from '../rights.ts';
import type { CardRow } from './queries.ts';
import { openSteps, type StepName } from './rules.ts';

/** A card as one viewer may see it. */
export interface ShownCard extends CardRow {
  person: Person;
  /** the steps that this viewer may take now */
  steps: StepName[];
  /** only who may open the citizen notes what the citizen said */
  mayAnswer: boolean;
}

/** Null where the viewer may not know the citizen: then there is no card. */
export function cardFor(viewer: Actor, row: CardRow, teams: Map<number, number | null>): ShownCard | null {
  const person = personFor(viewer, row, row.citizen, teams);
  if (!person) return null;
  const mayAnswer = person.sight === 'full';
  const onOrder = can(viewer, 'work on board', row);
  const may = (step: StepName) => {
    // The yes is the citizen's: taken, and taken back, by those who talk with the citizen.
    if (step === 'svar') return mayAnswer;
    if (step === 'genaabnet' && row.card.stage === 'spurgt' && row.card.answer !== null) return mayAnswer;
    return step === 'startet' ? onOrder : onOrder || mayAnswer;
  };
  return { ...row, person, mayAnswer, steps: openSteps(row.card).filter(may) };
}
