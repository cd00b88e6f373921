import { and, eq, gt, gte, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { firmRecord } from '../../db/schema/firm-records.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { placement } from '../../db/schema/placements.ts';
import { parseDanishLevel } from '../../workers/matching/levels.ts';
import { readSettings } from '../admin/queries.ts';
import { RECORD_SPECS } from '../records/kinds.ts';
import { localDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import {
  type AwardPlacement,
  criteriaOf,
  type Evidence,
  type FirmEvidence,
  rankFirms,
} from './award-rules.ts';
import { instantsOf, type Period } from './period.tsx';

type Found = Evidence & { cvr: number };

/** Every firm with evidence in a year, ranked by criteria met; of the year that runs, up to today. Never a name of a citizen. */
export function awardFirms(db: Db, year: number, today: string): FirmEvidence[] {
  const end = `${year}-12-31`;
  const period = { from: `${year}-01-01`, to: today < end ? today : end };
  const evidence = new Map<number, Evidence[]>();
  const orders = newTrainingPlaces(db, period);
  const counted = new Set(orders.map(({ source }) => source.id));
  for (const { cvr, ...piece } of [...agreements(db, period), ...orders, ...placed(db, period, counted)])
    evidence.set(cvr, [...(evidence.get(cvr) ?? []), piece]);
  const names = companyNames(db, [...evidence.keys()]);
  return rankFirms(
    [...evidence].map(([cvr, own]) => ({
      cvr,
      name: names.get(cvr) ?? `CVR ${cvr}`,
      evidence: own.toSorted((a, b) => b.on.localeCompare(a.on)),
    })),
  );
}

const OF_KIND = {
  skolesamarbejde: 'skole',
  netvaerkssamarbejde: 'netvaerk',
  fastholdelse: 'borgere',
} as const;

/** Cooperation with schools and networks and the keeping of employees, in force on some day of the period. */
function agreements(db: Db, { from, to }: Period): Found[] {
  const kinds = Object.keys(OF_KIND) as (keyof typeof OF_KIND)[];
  return db
    .select({
      kind: firmRecord.kind,
      form: firmRecord.form,
      partner: firmRecord.partner,
      id: pUnit.pNumber,
      fromDate: firmRecord.fromDate,
      cvr: pUnit.cvr,
    })
    .from(firmRecord)
    .innerJoin(pUnit, eq(pUnit.pNumber, firmRecord.pNumber))
    .where(
      and(
        inArray(firmRecord.kind, kinds),
        isNull(firmRecord.supersededAt),
        isNull(firmRecord.withdrawnAt),
        lte(firmRecord.fromDate, to),
        or(isNull(firmRecord.untilDate), gt(firmRecord.untilDate, from)),
      ),
    )
    .all()
    .map(({ kind, form, partner, id, fromDate, cvr }) => ({
      cvr,
      criterion: OF_KIND[kind as keyof typeof OF_KIND],
      on: fromDate,
      what: [RECORD_SPECS[kind].title, form && labels.recordForm[form], partner].filter(Boolean).join(', '),
      count: 1,
      source: { kind: 'aftale' as const, id },
    }));
}

/** New lærepladser for EUD-elever that firms have offered. */
function newTrainingPlaces(db: Db, period: Period): Found[] {
  const { first, last } = instantsOf(period);
  return db
    .select({
      id: jobOrder.id,
      title: jobOrder.title,
      positions: jobOrder.positions,
      createdAt: jobOrder.createdAt,
      cvr: jobOrder.cvr,
    })
    .from(jobOrder)
    .where(and(eq(jobOrder.type, 'elevplads'), gte(jobOrder.createdAt, first), lte(jobOrder.createdAt, last)))
    .all()
    .map(({ id, title, positions, createdAt, cvr }) => ({
      cvr,
      criterion: 'laereplads' as const,
      on: localDate(new Date(createdAt)),
      what: title,
      count: positions,
      source: { kind: 'ordre' as const, id },
    }));
}

/** What placements begun or ended in the period are evidence of. */
function placed(db: Db, { from, to }: Period, countedOrders: ReadonlySet<number>): Found[] {
  const limits = awardLimits(db);
  const rows = db
    .select({
      id: placement.id,
      cvr: placement.cvr,
      type: placement.type,
      startsOn: placement.startsOn,
      endedOn: placement.endedOn,
      ended: placement.ended,
      becameOrdinary: placement.becameOrdinary,
      jobOrderId: placement.jobOrderId,
      ...askedOfCitizen,
    })
    .from(placement)
    .innerJoin(citizen, eq(citizen.id, placement.citizenId))
    .where(
      and(
        isNull(placement.withdrawnAt),
        or(
          and(gte(placement.startsOn, from), lte(placement.startsOn, to)),
          and(gte(placement.endedOn, from), lte(placement.endedOn, to)),
        ),
      ),
    )
    .all();
  return rows.flatMap((row) => {
    const began = from <= row.startsOn && row.startsOn <= to;
    const endedHere = row.endedOn !== null && from <= row.endedOn && row.endedOn <= to;
    const seen: AwardPlacement = {
      type: row.type,
      began,
      becameOrdinary: endedHere ? row.becameOrdinary : null,
      ended: row.ended,
      countedAsOrder: row.jobOrderId !== null && countedOrders.has(row.jobOrderId),
      ...citizenFacts(row, limits),
    };
    return criteriaOf(seen).map((criterion) => ({
      cvr: row.cvr,
      criterion,
      on: began || row.endedOn === null ? row.startsOn : row.endedOn,
      what: whatOf(seen, criterion),
      count: 1,
      source: { kind: 'forloeb' as const, id: row.id },
    }));
  });
}

const askedOfCitizen = {
  youth: placement.awardYouth,
  danishKept: placement.awardLacksDanish,
  experienceKept: placement.awardLacksExperience,
  erasedAt: citizen.erasedAt,
  birthYear: citizen.birthYear,
  education: citizen.education,
  needs: citizen.needs,
  danish: citizen.danish,
  hasExperience: sql<number>`EXISTS (SELECT 1 FROM citizen_term AS t WHERE t.citizen_id = ${citizen.id} AND t.kind = 'erfaring')`,
};

interface Asked
  extends Pick<typeof citizen.$inferSelect, 'erasedAt' | 'birthYear' | 'education' | 'needs' | 'danish'> {
  startsOn: string;
  youth: boolean | null;
  danishKept: boolean | null;
  experienceKept: boolean | null;
  hasExperience: number;
}

interface AwardLimits {
  youthAge: number;
  danish: number;
}

function awardLimits(db: Pick<Db, 'select'>): AwardLimits {
  const { awardYouthAge, awardDanishBelow } = readSettings(db);
  return { youthAge: awardYouthAge, danish: parseDanishLevel(awardDanishBelow) ?? 0 };
}

type CitizenFacts = Pick<AwardPlacement, 'challengedYouth' | 'lacksDanish' | 'lacksExperience'>;

/** Of a citizen who has been erased what was written down then, and nothing where nothing was. */
function citizenFacts(row: Asked, { youthAge, danish }: AwardLimits): CitizenFacts {
  if (row.erasedAt !== null)
    return {
      challengedYouth: row.youth ?? false,
      lacksDanish: row.danishKept ?? false,
      lacksExperience: row.experienceKept ?? false,
    };
  const level = parseDanishLevel(row.danish);
  return {
    challengedYouth:
      row.birthYear !== null &&
      Number(row.startsOn.slice(0, 4)) - row.birthYear < youthAge &&
      (row.education === 'ingen' || row.needs.length > 0),
    lacksDanish: level !== null && level < danish,
    lacksExperience: row.hasExperience === 0,
  };
}

/** Before a citizen is erased: yes and no of each placement, so that the years that were counted still count. */
export function keepAwardFacts(tx: Pick<Db, 'select' | 'update'>, citizenId: number): void {
  const limits = awardLimits(tx);
  const rows = tx
    .select({ id: placement.id, startsOn: placement.startsOn, ...askedOfCitizen })
    .from(placement)
    .innerJoin(citizen, eq(citizen.id, placement.citizenId))
    .where(eq(placement.citizenId, citizenId))
    .all();
  for (const row of rows) {
    const { challengedYouth: awardYouth, lacksDanish, lacksExperience } = citizenFacts(row, limits);
    tx.update(placement)
      .set({ awardYouth, awardLacksDanish: lacksDanish, awardLacksExperience: lacksExperience })
      .where(eq(placement.id, row.id))
      .run();
  }
}

function whatOf({ type, began, lacksDanish, lacksExperience }: AwardPlacement, criterion: string): string {
  const name = labels.orderType[type];
  if (criterion !== 'dansk_erfaring')
    return began ? `${name}, begyndt` : `${name}, gået over i ordinære timer`;
  const lacks = [lacksDanish && 'dansk under grænsen', lacksExperience && 'ingen erfaring registreret'];
  return `${name}: ${lacks.filter(Boolean).join(' og ')}`;
}

function companyNames(db: Db, cvrs: readonly number[]): Map<number, string> {
  const rows = db
    .select({ cvr: company.cvr, name: company.name })
    .from(company)
    .where(sql`${company.cvr} IN (SELECT value FROM json_each(${JSON.stringify(cvrs)}))`)
    .all();
  return new Map(rows.flatMap(({ cvr, name }) => (name === null ? [] : [[cvr, name]])));
}
