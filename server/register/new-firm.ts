import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { company, lifePeriod, locationPeriod, pUnit } from '../../db/schema/companies.ts';
import { readSettings, recordEvent } from '../admin/queries.ts';
import { foldText } from '../companies/fold.ts';
import { refreshScopePeriods } from '../companies/scope.ts';
import { cleanText, freeTextErrors } from '../contacts/rules.ts';
import type { Doing } from '../doing.ts';
import { emailErrors, phoneErrors } from '../persons/rules.ts';
import type { FieldError } from '../problems.ts';
import { localDate } from '../ui/dates.ts';
import { type Fields, textOf } from '../ui/fields.ts';

/** A place of work as typed. */
interface NewFirmDraft {
  cvr: string;
  pNumber: string;
  name: string | null;
  streetAddress: string | null;
  postcode: string;
  city: string | null;
  municipalityCode: string;
  phone: string;
  email: string;
  /** there are others with that CVR number, and it is none of them */
  another: boolean;
}

export function readNewFirmForm(fields: Fields): NewFirmDraft {
  return {
    cvr: textOf(fields, 'cvr').replaceAll(/\s/g, ''),
    pNumber: textOf(fields, 'p_nummer').replaceAll(/\s/g, ''),
    name: cleanText(textOf(fields, 'navn')),
    streetAddress: cleanText(textOf(fields, 'adresse')),
    postcode: textOf(fields, 'postnr'),
    city: cleanText(textOf(fields, 'by')),
    municipalityCode: textOf(fields, 'kommunekode'),
    phone: textOf(fields, 'telefon'),
    email: textOf(fields, 'mail'),
    another: textOf(fields, 'alligevel') === 'ja',
  };
}

/** The weights of CVR's check digit (domain.md 2b). */
const CVR_WEIGHTS = [2, 7, 6, 5, 4, 3, 2, 1];

/** Eight digits whose weighted sum is divisible by eleven. */
export function isCvrNumber(text: string): boolean {
  if (!/^[1-9]\d{7}$/.test(text)) return false;
  const sum = CVR_WEIGHTS.reduce((total, weight, at) => total + weight * Number(text[at]), 0);
  return sum % 11 === 0;
}

function checkNewFirm(draft: NewFirmDraft): FieldError[] {
  const errors: FieldError[] = [];
  if (!isCvrNumber(draft.cvr))
    errors.push({
      field: 'cvr',
      reason: 'Det er ikke et gyldigt CVR-nummer: otte cifre, og kontrolcifferet skal passe.',
    });
  // No checksum rule for P-numbers is known: only the length is checked (domain.md 2b).
  if (!/^[1-9]\d{9}$/.test(draft.pNumber))
    errors.push({ field: 'p_nummer', reason: 'P-nummeret er ti cifre. Find det på virk.dk.' });
  if (draft.name === null) errors.push({ field: 'navn', reason: 'Skriv arbejdsstedets navn.' });
  if (draft.postcode && !/^\d{4}$/.test(draft.postcode))
    errors.push({ field: 'postnr', reason: 'Postnummeret er fire cifre.' });
  if (!/^[1-9]\d{2}$/.test(draft.municipalityCode))
    errors.push({
      field: 'kommunekode',
      reason: 'Kommunekoden er tre cifre. Den afgør, om virksomheden tæller med.',
    });
  return [
    ...errors,
    ...freeTextErrors('navn', draft.name, 200),
    ...freeTextErrors('adresse', draft.streetAddress, 200),
    ...freeTextErrors('by', draft.city, 100),
    ...phoneErrors('telefon', draft.phone),
    ...emailErrors('mail', draft.email),
  ];
}

type NewFirmAnswer =
  | { outcome: 'saved'; pNumber: number }
  | { outcome: 'refused'; errors: FieldError[] }
  /** the number is taken, or others have the same CVR number: look at them first */
  | { outcome: 'known'; firms: { pNumber: number; name: string; city: string | null }[]; same: boolean };

/** Creates a place of work by hand; the register takes over the row when it is imported. */
export function createFirm(db: Db, draft: NewFirmDraft, { actor, at }: Doing): NewFirmAnswer {
  const errors = checkNewFirm(draft);
  const { name } = draft;
  if (name === null || errors.length > 0) return { outcome: 'refused', errors };
  const { municipalityCode: ours } = readSettings(db);
  const cvr = Number(draft.cvr);
  const pNumber = Number(draft.pNumber);
  return db.transaction(
    (tx): NewFirmAnswer => {
      const shown = { pNumber: pUnit.pNumber, name: pUnit.name, city: pUnit.city };
      const same = tx.select(shown).from(pUnit).where(eq(pUnit.pNumber, pNumber)).all();
      if (same.length > 0) return { outcome: 'known', firms: same, same: true };
      const siblings = tx
        .select(shown)
        .from(pUnit)
        .where(and(eq(pUnit.cvr, cvr), isNull(pUnit.mergedInto), isNull(pUnit.endDate)))
        .limit(20)
        .all();
      if (siblings.length > 0 && !draft.another) return { outcome: 'known', firms: siblings, same: false };
      const today = localDate(new Date(at));
      const municipalityCode = Number(draft.municipalityCode);
      const postcode = draft.postcode || null;
      tx.insert(company).values({ cvr, createdAt: at, updatedAt: at }).onConflictDoNothing().run();
      tx.insert(pUnit)
        .values({
          pNumber,
          cvr,
          name,
          nameFolded: foldText(name),
          streetAddress: draft.streetAddress,
          postcode,
          city: draft.city,
          municipalityCode,
          phone: draft.phone || null,
          email: draft.email || null,
          createdAt: at,
          updatedAt: at,
          editedAt: at,
          editedBy: actor.userId,
        })
        .run();
      tx.insert(lifePeriod).values({ pNumber, validFrom: today, recordedAt: at }).run();
      tx.insert(locationPeriod)
        .values({ pNumber, validFrom: today, municipalityCode, postcode, recordedAt: at })
        .run();
      refreshScopePeriods(tx, [pNumber], { at, municipalityCode: ours });
      const event = { action: 'opret', entity: 'p_unit', entityKey: String(pNumber) };
      recordEvent(tx, { at, userId: actor.userId, ...event });
      return { outcome: 'saved', pNumber };
    },
    { behavior: 'immediate' },
  );
}
