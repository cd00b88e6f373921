import type { Db } from '../../db/client.ts';
import { readSettings } from '../admin/queries.ts';
import { freeTextErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { isPersonAt } from '../records/queries.ts';
import { localDate } from '../ui/dates.ts';
import { type ChangeAnswer, changePlacement, type Seen } from './change.ts';
import type { Doer } from './changes.ts';
import { PLACEMENT_LIMITS, signedOnErrors } from './draft.ts';
import { approvalFor, demandsOf } from './rules.ts';

export interface Signatures {
  employerSignedOn: string | null;
  representativeName: string | null;
  representativeSignedOn: string | null;
}

/** Who has signed, and when. A firm without a representative: say so in place of the name. */
export function signPlacement(db: Db, seen: Seen, change: Signatures, doer: Doer): ChangeAnswer {
  return changePlacement(db, seen, { ...doer, action: 'underskriv' }, () => {
    const today = localDate(new Date(doer.at));
    const { employerSignedOn, representativeName, representativeSignedOn } = change;
    const errors = [
      ...signedOnErrors('employerSignedOn', employerSignedOn, today),
      ...signedOnErrors('representativeSignedOn', representativeSignedOn, today),
      ...freeTextErrors('representativeName', representativeName, PLACEMENT_LIMITS.name),
    ];
    if (representativeSignedOn !== null && representativeName === null)
      errors.push({ field: 'representativeName', reason: 'Skriv, hvem der har skrevet under.' });
    return errors.length > 0 ? { errors } : { set: { ...change } };
  });
}

/** Four eyes on public money: whoever wrote the placement does not approve it. The firm signs first. */
export function approvePlacement(db: Db, seen: Seen, doer: Doer): ChangeAnswer {
  return changePlacement(db, seen, { ...doer, action: 'godkend' }, (tx, row) => {
    const demands = demandsOf(row.type, readSettings(tx));
    const refuse = (reason: string) => ({ errors: [{ field: 'approval', reason }] });
    if (row.approvedOn !== null) return { set: {} };
    switch (approvalFor(row, demands, doer.by)) {
      case null:
        return refuse('Et forløb af den slags skal ikke godkendes.');
      case 'own':
        return refuse('Du har selv oprettet forløbet. En kollega skal godkende det.');
      case 'unsigned':
        return refuse('Forløbet mangler underskrifter.');
    }
    return { set: { approvedOn: localDate(new Date(doer.at)), approvedBy: doer.by } };
  });
}

export interface Details {
  goal: string | null;
  mentorName: string | null;
  contactPersonId: number | null;
}

/** Goal, mentor and contact person: what changes without a new agreement. */
export function editDetails(db: Db, seen: Seen, change: Details, doer: Doer): ChangeAnswer {
  return changePlacement(db, seen, { ...doer, action: 'ret' }, (tx, row) => {
    const errors: FieldError[] = [
      ...freeTextErrors('goal', change.goal, PLACEMENT_LIMITS.goal),
      ...freeTextErrors('mentorName', change.mentorName, PLACEMENT_LIMITS.name),
    ];
    const { contactPersonId } = change;
    if (contactPersonId !== null && !isPersonAt(tx, contactPersonId, row.pNumber))
      errors.push({ field: 'contactPersonId', reason: 'Vælg en af virksomhedens personer.' });
    return errors.length > 0 ? { errors } : { set: { ...change } };
  });
}
