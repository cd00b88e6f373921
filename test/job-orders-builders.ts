import type { Db } from '../db/client.ts';
import { citizen, citizenTerm } from '../db/schema/citizens.ts';
import { company, pUnit } from '../db/schema/companies.ts';
import type { CitizenTerm } from '../workers/matching/types.ts';

const AT = '2026-01-01T00:00:00.000Z';

/** A company with one place of work, found by name. */
export function addFirm(
  db: Db,
  firm: { pNumber: number; name: string; ownerUserId?: number; endDate?: string },
) {
  const { pNumber, name, ownerUserId = null, endDate = null } = firm;
  const cvr = 10_000_000 + (pNumber % 1_000_000);
  db.insert(company).values({ cvr, name, createdAt: AT, updatedAt: AT }).onConflictDoNothing().run();
  db.insert(pUnit)
    .values({
      pNumber,
      cvr,
      name,
      nameFolded: name.toLowerCase(),
      postcode: '2620',
      city: 'Albertslund',
      municipalityCode: 165,
      startDate: '2010-01-01',
      endDate,
      ownerUserId,
      createdAt: AT,
      updatedAt: AT,
    })
    .run();
  return pNumber;
}

type NewCitizen = Partial<typeof citizen.$inferInsert> & {
  citizenKey: string;
  terms?: Partial<CitizenTerm>[];
};

/** A citizen about whom everything is known and who may be shared, unless the test says otherwise. */
export function addCitizen(db: Db, { terms = [], ...own }: NewCitizen): number {
  const name = own.name === undefined ? `Fornavn${own.citizenKey} Efternavn${own.citizenKey}` : own.name;
  const { id } = db
    .insert(citizen)
    .values({
      name,
      nameFolded: name?.toLowerCase() ?? null,
      targetGroup: 'dagpenge',
      benefitSince: '2026-01-01',
      unemployedSince: '2026-01-01',
      education: 'ingen',
      singleProvider: false,
      hasEmployer: false,
      birthYear: 1985,
      postcode: '2620',
      danish: 'C1',
      transports: ['bil'],
      maxTravelMinutes: 60,
      hoursMin: 5,
      hoursMax: 37,
      workingTimes: ['dag'],
      needs: [],
      canStart: '2026-01-01',
      mayBeShared: true,
      protectedAddress: false,
      version: 1,
      createdAt: AT,
      updatedAt: AT,
      ...own,
    })
    .returning({ id: citizen.id })
    .get();
  terms.forEach((term, position) => {
    db.insert(citizenTerm)
      .values({
        citizenId: id,
        position,
        kind: 'kompetence',
        text: 'lager',
        years: null,
        lastYear: null,
        expiresOn: null,
        ...term,
      })
      .run();
  });
  return id;
}

/** An order as a program sends it, every field valid; the firm comes beside it. */
export const ORDER_BODY = {
  type: 'smaajob',
  purpose: null,
  title: 'Lager',
  description: 'Pakke varer.',
  positions: 1,
  hoursMin: 8,
  hoursMax: 15,
  workingTimes: ['dag'],
  allWorkingTimes: false,
  danishMin: null,
  danishOralMin: null,
  danishWrittenMin: null,
  offers: [],
  postcode: '2620',
  startDate: null,
  deadline: '2026-12-20',
  internalComment: null,
  requirements: [{ kind: 'krav', text: 'lager', kanLaeres: false }],
};

/** The form as a konsulent fills it in: every field valid. */
export const ORDER_FORM = {
  type: 'smaajob',
  formaal: '',
  titel: 'Lagermedarbejder, få timer',
  beskrivelse: 'Pakke og plukke varer på et lille lager.',
  antal: '2',
  postnummer: '2620',
  timer_min: '8',
  timer_max: '15',
  arbejdstid: ['dag', 'aften'],
  alle_arbejdstider: 'nej',
  startdato: '2026-12-01',
  frist: '2026-12-20',
  krav: 'lager\r\npakke varer (kan læres)',
  oensker: 'smilende',
  certifikater: 'truck B',
  koerekort: 'B',
  sprog: 'engelsk',
  danskniveau_min: 'A2',
  danskniveau_mundtlig_min: '',
  danskniveau_skriftlig_min: '',
  kan_tilbyde: ['oplaering', 'mentor'],
  kan_ikke_undgaas: 'ingen_tunge_loeft',
  opfoelgning: 'ja',
  ordinaere_timer: '',
  intern_kommentar: 'Ring til Bo.',
};
