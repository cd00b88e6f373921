import { type CampaignKind, MEMBER_STATES, type MemberState } from '../../db/schema/campaigns.ts';
import { freeTextErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';

/** Longer lists are no call list: choose narrower filters. */
const MOST_MEMBERS = 2000;
export const LONGEST_NOTE = 500;

interface CampaignDraft {
  name: string | null;
  kind: CampaignKind | undefined;
}

/** The campaign as typed with an error in Danish per field; `firms` is how many its filter finds. */
export function checkCampaign({ name, kind }: CampaignDraft, firms: number) {
  const errors = freeTextErrors('navn', name, 100);
  if (!name) errors.push({ field: 'navn', reason: 'Skriv et navn.' });
  if (!kind) errors.push({ field: 'slags', reason: 'Vælg, hvad det er for en kampagne.' });
  if (firms === 0 || firms > MOST_MEMBERS) {
    const reason = `En kampagne er på 1 til ${MOST_MEMBERS} virksomheder; listen har ${firms}. Vælg andre filtre.`;
    errors.push({ field: 'filter', reason });
  }
  return { name, kind, errors };
}

interface AnswerDraft {
  state: string;
  /** the day to call again; only `senere` has one */
  callAgain: string;
  note: string | null;
}

export interface Answer {
  state: MemberState;
  stateDate: string | null;
  note: string | null;
}

/** The answer as it may be stored, or an error in Danish per field. `today` is a local date. */
export function checkAnswer(
  draft: AnswerDraft,
  today: string,
): { answer: Answer; errors: [] } | { answer?: undefined; errors: FieldError[] } {
  const state = MEMBER_STATES.find((value) => value === draft.state);
  const errors = freeTextErrors('note', draft.note, LONGEST_NOTE);
  if (!state) errors.push({ field: 'tilstand', reason: 'Vælg, hvad der kom ud af det.' });
  if (state === 'senere' && !(isIsoDate(draft.callAgain) && draft.callAgain > today))
    errors.push({ field: 'dato', reason: 'Vælg en dag efter i dag, hvor der skal ringes igen.' });
  if (!state || errors.length > 0) return { errors };
  const stateDate = state === 'ikke_ringet' ? null : state === 'senere' ? draft.callAgain : today;
  return { answer: { state, stateDate, note: draft.note }, errors: [] };
}
