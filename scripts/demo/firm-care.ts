/** What konsulenter know and have agreed beside the files: persons, agreements, states, warnings, own values, substitutes. */
import { and, asc, desc, eq, gt, isNotNull, isNull, notLike, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { company, pUnit, scopePeriod } from '../../db/schema/companies.ts';
import { contact } from '../../db/schema/contacts.ts';
import type { RecordKind } from '../../db/schema/firm-records.ts';
import { assignFirm } from '../../server/companies/care.ts';
import { setOwnValue } from '../../server/companies/own-values.ts';
import { addPerson } from '../../server/persons/queries.ts';
import { addRecord } from '../../server/records/change.ts';
import type { RecordDraft } from '../../server/records/rules.ts';
import { createFirm } from '../../server/register/new-firm.ts';
import { konsulentChoices } from '../../server/users/queries.ts';
import { saveView } from '../../server/views/views.ts';
import { addDays } from './dates.ts';
import { asciiSlug } from './numbers.ts';
import { createRandom, type Random } from './random.ts';
import {
  ADDRESS_NOTES,
  AGREEMENT_NOTES,
  LEGAL_BASES,
  NETWORKS,
  NEVER_NOTES,
  NOT_NOW_NOTES,
  PLAN_NOTES,
  SCHOOLS,
  STRATEGIC_NOTES,
  WARNINGS,
} from './words/firm-care.ts';

interface Cared {
  seed: number;
  /** local date */
  today: string;
  /** instant */
  at: string;
}

/** A firm over the limit with a konsulent, the largest first. */
type Firm = ReturnType<typeof ownedFirms>[number];

export function careForFirms(db: Db, { seed, today, at }: Cared): void {
  const random = createRandom(seed, 'care for firms');
  const firms = ownedFirms(db);
  const doingAs = ({ ownerUserId }: Pick<Firm, 'ownerUserId'>) => ({
    actor: { userId: ownerUserId ?? 0, roles: ['konsulent' as const] },
    at,
  });
  let keys = 0;
  const nextKey = () => `demo-${seed}-${++keys}`;

  /** Some of the firms from `from` to `to` in order of size. */
  const some = (count: number, from: number, to: number) => random.sample(firms.slice(from, to), count);
  const write = (firm: Firm, kind: RecordKind, fields: Partial<RecordDraft>) => {
    const draft = { ...BLANK, fromDate: today, ...fields };
    addRecord(db, { pNumber: firm.pNumber, kind, draft, formKey: nextKey() }, doingAs(firm));
  };
  const ago = (least: number, most: number) => addDays(today, -random.int(least, most));
  const ahead = (least: number, most: number) => addDays(today, random.int(least, most));

  addPersons(db, random, today, nextKey, at);
  for (const firm of some(12, 0, 60))
    write(firm, 'partnerskabsaftale', {
      fromDate: ago(60, 700),
      untilDate: ahead(20, 600),
      partner: `${firm.name} og kommunen`,
      lines: drawLines(random, ['virksomhedspraktik', 'smaajob', 'fleksjob', 'elevplads']),
      followUpDate: ahead(-3, 90),
      note: random.pick(AGREEMENT_NOTES),
    });
  for (const firm of some(45, 0, 220))
    write(firm, 'samarbejdsaftale', {
      fromDate: ago(30, 500),
      untilDate: random.chance(0.7) ? ahead(15, 500) : '',
      lines: drawLines(random, ['virksomhedspraktik', 'loentilskud_privat', 'smaajob']),
      followUpDate: random.chance(0.6) ? ahead(-5, 120) : '',
      note: random.pick(AGREEMENT_NOTES),
    });
  for (const firm of some(10, 0, 40))
    write(firm, 'strategisk', { fromDate: ago(100, 600), note: random.pick(STRATEGIC_NOTES) });
  for (const firm of some(40, 0, 300))
    write(firm, 'rekrutteringsplan', {
      fromDate: ago(0, 60),
      untilDate: ahead(120, 365),
      lines: drawLines(random, ['ordinaer', 'ordinaer', 'smaajob', 'elevplads']),
      followUpDate: ahead(-4, 60),
      note: random.pick(PLAN_NOTES),
    });
  for (const firm of some(6, 0, 120))
    write(firm, 'afskedigelsesvarsel', {
      fromDate: ago(3, 50),
      untilDate: ahead(20, 120),
      count: String(random.int(8, 45)),
      followUpDate: ahead(-2, 14),
    });
  for (const firm of some(18, 0, 300))
    write(firm, 'fastholdelse', { fromDate: ago(10, 360), count: String(random.int(1, 3)) });
  for (const firm of some(25, 0, 400))
    write(firm, 'skolesamarbejde', {
      form: random.pick(['erhvervspraktik', 'virksomhedsbesoeg', 'undervisningsforloeb']),
      partner: random.pick(SCHOOLS),
      fromDate: ago(20, 500),
    });
  for (const firm of some(30, 0, 400))
    write(firm, 'netvaerkssamarbejde', {
      form: random.pick(['erhvervsnetvaerk', 'brancheforening', 'uddannelsesnetvaerk']),
      partner: random.pick(NETWORKS),
      fromDate: ago(20, 700),
    });
  for (const firm of some(35, 60, firms.length))
    write(firm, 'ikke_nu', {
      form: random.pick(['senere', 'intet_behov', 'svarer_ikke', 'omstilling']),
      fromDate: ago(40, 120),
      untilDate: ahead(-12, 150),
      note: random.pick(NOT_NOW_NOTES),
    });
  for (const firm of some(8, 150, firms.length))
    write(firm, 'aldrig_igen', {
      form: 'oensker_ikke_kontakt',
      fromDate: ago(30, 600),
      note: random.pick(NEVER_NOTES),
    });
  for (const firm of some(12, 0, firms.length)) {
    const [form, note] = random.pick(WARNINGS);
    write(firm, 'advarsel', { form, note, fromDate: ago(5, 100), untilDate: ahead(20, 180) });
  }
  const shielded = firms.filter((firm) => firm.reklamebeskyttet);
  for (const firm of random.sample(shielded, Math.round(shielded.length * 0.6))) {
    const [form, note] = random.pick(LEGAL_BASES);
    write(firm, 'hjemmel', { form, note, fromDate: ago(10, 500) });
  }
  keepOwnValues(db, random, firms, { today, doingAs });
  addAssignments(db, random, firms, { today, doingAs });
  shareViews(db, firms, at);
  makeOneByHand(db, random, at);
}

const BLANK: RecordDraft = {
  form: '',
  fromDate: '',
  untilDate: '',
  count: '',
  partner: null,
  note: null,
  contactPersonId: '',
  followUpDate: '',
  lines: [],
};

function ownedFirms(db: Db) {
  return db
    .select({
      pNumber: pUnit.pNumber,
      name: pUnit.name,
      cvr: pUnit.cvr,
      ownerUserId: pUnit.ownerUserId,
      reklamebeskyttet: pUnit.reklamebeskyttet,
    })
    .from(scopePeriod)
    .innerJoin(pUnit, eq(pUnit.pNumber, scopePeriod.pNumber))
    .innerJoin(company, eq(company.cvr, pUnit.cvr))
    .where(
      and(
        isNull(scopePeriod.supersededAt),
        isNull(scopePeriod.validTo),
        gt(scopePeriod.minCount, 2),
        isNotNull(pUnit.ownerUserId),
        // The municipality makes no agreements with itself.
        notLike(company.name, '%Kommune'),
      ),
    )
    .orderBy(desc(scopePeriod.minCount), asc(pUnit.pNumber))
    .all();
}

/** "Mette Holm, lagerchef" of the contacts becomes a person of the firm, and the contacts name them. */
function addPersons(db: Db, random: Random, today: string, nextKey: () => string, at: string): void {
  const named = db
    .select({
      pNumber: contact.pNumber,
      text: contact.contactPerson,
      last: sql<string>`max(${contact.contactDate})`,
      userId: sql<number | null>`max(${contact.userId})`,
    })
    .from(contact)
    .where(and(isNotNull(contact.contactPerson), isNull(contact.supersededAt)))
    .groupBy(contact.pNumber, contact.contactPerson)
    .orderBy(asc(contact.pNumber), asc(contact.contactPerson))
    .all();
  for (const { pNumber, text, last, userId } of named) {
    const [name = '', role = ''] = (text ?? '').split(', ');
    if (!name || userId === null || !random.chance(0.6)) continue;
    const informed = random.chance(0.85);
    const phone = `1234 ${String(random.int(1000, 9999))}`;
    const draft = {
      name,
      role: role || null,
      phone: random.chance(0.8) ? phone : '',
      email: random.chance(0.6) ? `${asciiSlug(name)}@firma.example` : '',
      leftOn: random.chance(0.04) ? addDays(today, -random.int(5, 200)) : '',
      informedOn: informed ? last : '',
      informedWay: informed ? random.pick(['mundtligt', 'mundtligt', 'mail']) : '',
    };
    const doing = { actor: { userId, roles: ['konsulent' as const] }, at };
    const answer = addPerson(db, { pNumber, draft, formKey: nextKey() }, doing);
    if (answer.outcome !== 'saved' || text === null) continue;
    db.update(contact)
      .set({ contactPersonId: answer.id })
      .where(and(eq(contact.pNumber, pNumber), eq(contact.contactPerson, text)))
      .run();
  }
}

function drawLines(random: Random, types: readonly string[]): RecordDraft['lines'] {
  return random
    .sample(types, random.int(1, 2))
    .map((type) => ({ type, count: String(random.int(1, 6)), neededFrom: '' }));
}

interface Caring {
  today: string;
  doingAs: (firm: Pick<Firm, 'ownerUserId'>) => Parameters<typeof setOwnValue>[2];
}

function keepOwnValues(db: Db, random: Random, firms: readonly Firm[], { today, doingAs }: Caring): void {
  for (const firm of random.sample(firms, 60)) {
    const knownOn = addDays(today, -random.int(3, 300));
    const source = random.pick(['virksomheden', 'hjemmeside'] as const);
    const [field, value] = random.pick([
      ['navn', firm.name.replace(/ (ApS|A\/S|I\/S|IVS)$/, '')],
      ['telefon', `1234 ${String(random.int(1000, 9999))}`],
      ['adresse', random.pick(ADDRESS_NOTES)],
    ] as const);
    setOwnValue(db, { pNumber: firm.pNumber, draft: { field, value, source, knownOn } }, doingAs(firm));
  }
}

function addAssignments(db: Db, random: Random, firms: readonly Firm[], { today, doingAs }: Caring): void {
  const users = konsulentChoices(db).map(([id]) => Number(id));
  for (const firm of random.sample(firms, 30)) {
    const whom = random.pick(users.filter((id) => id !== firm.ownerUserId));
    const draft = {
      role: 'stedfortraeder' as const,
      whom,
      fromDate: today,
      untilDate: addDays(today, random.int(10, 60)),
    };
    assignFirm(db, { pNumber: firm.pNumber, draft }, doingAs(firm));
  }
  for (const firm of random.sample(firms, 40)) {
    const whom = random.pick(users.filter((id) => id !== firm.ownerUserId));
    const draft = { role: 'foelger' as const, whom, fromDate: today, untilDate: '' };
    assignFirm(db, { pNumber: firm.pNumber, draft }, doingAs(firm));
  }
}

function shareViews(db: Db, firms: readonly Firm[], at: string): void {
  const userId = firms[0]?.ownerUserId;
  if (!userId) return;
  const doing = { actor: { userId, roles: ['konsulent' as const] }, at };
  const views = [
    ['Store uden kontakt i kvartalet', 'stoerrelse=50&kontakt=ikke_kontaktet'],
    ['Samarbejdsaftaler', 'segment=samarbejdsaftale'],
    ['Partnerskaber', 'segment=partnerskabsaftale'],
  ] as const;
  for (const [name, query] of views) saveView(db, { name, query, share: 'alle' }, doing);
}

/** A neighbour that somebody typed in although the register has it: something to merge. */
function makeOneByHand(db: Db, random: Random, at: string): void {
  const outside = db
    .select()
    .from(pUnit)
    .where(and(isNotNull(pUnit.streetAddress), isNull(pUnit.endDate), sql`${pUnit.municipalityCode} <> 165`))
    .orderBy(asc(pUnit.pNumber))
    .all();
  const userId = Number(konsulentChoices(db)[0]?.[0] ?? 0);
  if (outside.length === 0 || userId === 0) return;
  const firm = random.pick(outside);
  const draft = {
    cvr: String(firm.cvr),
    pNumber: '1990999999',
    name: firm.name.replace(/ (ApS|A\/S|I\/S|IVS)$/, ''),
    streetAddress: firm.streetAddress,
    postcode: firm.postcode ?? '',
    city: firm.city,
    municipalityCode: String(firm.municipalityCode),
    phone: '',
    email: '',
    another: true,
  };
  createFirm(db, draft, { actor: { userId, roles: ['konsulent'] }, at });
}
