import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { contactPerson, contactPersonVersion } from '../../db/schema/contact-persons.ts';
import { user } from '../../db/schema/users.ts';
import { type KnownPeople, personTraces } from '../citizens/person-guard.ts';
import { ownValuesOf } from '../companies/own-values.ts';
import type { FieldError } from '../problems.ts';
import { type Fields, textOf } from '../ui/fields.ts';

type Reader = Pick<Db, 'select'>;

/** The tick's name in forms; an API body says `noPersonInformation`. */
export const TICK = 'ingen_personoplysninger';

export function isTicked(fields: Fields): boolean {
  return textOf(fields, TICK) === 'ja';
}

/** In the log of who changed what: somebody was asked and ticked. */
export const TICKED = 'ingen personoplysninger';

interface Texts {
  pNumber: number | null;
  texts: readonly (string | null)[];
  /** whom the form itself says one talked with */
  contactPerson?: string | null;
  ticked: boolean;
}

/** Asks for a tick when texts about a firm may tell of a citizen; nothing to say otherwise, or once it is given. */
export function personErrors(
  db: Reader,
  { pNumber, texts, contactPerson = null, ticked }: Texts,
): FieldError[] {
  const written = texts.filter((text) => text !== null).join('\n');
  if (ticked || written === '') return [];
  const known = knownPeople(db, pNumber ?? 0);
  const traces = personTraces(written, { ...known, names: [...known.names, contactPerson ?? ''] });
  if (traces.length === 0) return [];
  const shown = traces.slice(0, 3).map((trace) => `»${trace}«`);
  const reason = `Teksten nævner ${shown.join(', ')}. Sæt kryds, hvis den intet fortæller om en borger, eller ret den.`;
  return [{ field: 'noPersonInformation', reason }];
}

function knownPeople(db: Reader, pNumber: number): KnownPeople {
  const persons = knownPersons(db).all({ pNumber });
  const firm = knownFirm(db).get({ pNumber });
  const own = ownValuesOf(db, pNumber).map(({ value }) => value);
  const colleagues = knownColleagues(db).all();
  const names = [...persons, ...colleagues].map(({ name }) => name);
  return {
    names: [...names, firm?.name, firm?.company, ...own].filter((name) => typeof name === 'string'),
    phones: [...persons.map(({ phone }) => phone), firm?.phone, firm?.companyPhone, ...own].filter(
      (phone) => typeof phone === 'string',
    ),
  };
}

const knownPersons = preparedOnce((db: Reader) =>
  db
    .select({ name: contactPersonVersion.name, phone: contactPersonVersion.phone })
    .from(contactPerson)
    .innerJoin(contactPersonVersion, eq(contactPersonVersion.personId, contactPerson.id))
    .where(
      and(eq(contactPerson.pNumber, sql.placeholder('pNumber')), isNull(contactPersonVersion.supersededAt)),
    )
    .prepare(),
);
const knownFirm = preparedOnce((db: Reader) =>
  db
    .select({ name: pUnit.name, phone: pUnit.phone, company: company.name, companyPhone: company.phone })
    .from(pUnit)
    .innerJoin(company, eq(company.cvr, pUnit.cvr))
    .where(eq(pUnit.pNumber, sql.placeholder('pNumber')))
    .prepare(),
);
const knownColleagues = preparedOnce((db: Reader) => db.select({ name: user.name }).from(user).prepare());
