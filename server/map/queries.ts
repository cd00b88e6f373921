import type Database from 'better-sqlite3';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { ownValue } from '../../db/schema/firm-work.ts';
import { type FirmFilters, fittingFirms } from '../companies/list.ts';
import { ownNames } from '../companies/own-values.ts';
import { SILENCES, type Silence, silences } from '../companies/silence.ts';
import { type LiveAnswer, liveAnswer } from '../coverage/live.ts';
import type { CoverageQuestion } from '../coverage/queries.ts';
import { countSilences, type DrawnFirm, type Mark, marksIn, type SilentFirm } from './marks.ts';
import { type MapName, namesIn } from './names.ts';
import { type Precision, placesOfFirms, registerVersion } from './places.ts';
import { fitAround, isInside, projection, type Viewport } from './viewport.ts';

export interface FirmsOnMap {
  /** those with a place, the silent first and then by name */
  firms: SilentFirm[];
  /** of all that fit, with a place or without: the lengths of the lists behind them */
  counts: ReadonlyMap<Silence, number>;
  total: number;
  precisions: Readonly<Record<Precision, number>>;
}

/** The firms that fit all filters, with where they are and how long they have been silent. */
export function firmsOnMap(db: Db, filters: FirmFilters, question: CoverageQuestion): FirmsOnMap {
  const answer = liveAnswer(db, question);
  // Not merely falsy: the team 0 is nobody's.
  if (Object.values(filters).some((value) => value !== undefined && value !== '' && value !== false))
    return onMapOf(db, answer, fittingFirms(db, filters, { sort: 'navn', question }), question);
  const { rule, unreported } = answer.counting;
  const { change, timesLetIn } = answer.upTo;
  const asked = [question.from, question.to, rule.id, unreported];
  const key = [...asked, change, timesLetIn, registerVersion(db)].join(' ');
  const kept = everybody.get(db.$client);
  if (kept?.key === key) return kept.onMap;
  const onMap = onMapOf(db, answer, fittingFirms(db, {}, { sort: 'navn', question }), question);
  everybody.set(db.$client, { key, onMap });
  return onMap;
}

/** The map opens with everybody on it: kept until a firm changes. */
const everybody = new WeakMap<Database.Database, { key: string; onMap: FirmsOnMap }>();

function onMapOf(
  db: Db,
  answer: LiveAnswer,
  fitting: readonly number[],
  question: CoverageQuestion,
): FirmsOnMap {
  const silenceOf = silences(answer, question);
  const places = placesOfFirms(db);
  const precisions = { hus: 0, vej: 0, postnummer: 0, ukendt: 0 };
  const groups = new Map<Silence, SilentFirm[]>(SILENCES.map((silence) => [silence, []]));
  const found: Silence[] = [];
  for (const pNumber of fitting) {
    const silence = silenceOf(pNumber);
    const place = places.get(pNumber);
    found.push(silence);
    precisions[place?.precision ?? 'ukendt']++;
    if (place) groups.get(silence)?.push({ pNumber, silence, place });
  }
  const firms = [...groups.values()].flat();
  return { firms, counts: countSilences(found), total: fitting.length, precisions };
}

/** A look that holds those in the municipality, or all when none of them is there. */
export function lookAround(db: Db, firms: readonly SilentFirm[], question: CoverageQuestion): Viewport {
  const known = looks.get(firms);
  if (known) return known;
  const { states } = liveAnswer(db, question);
  const here = firms.filter(({ pNumber }) => states.has(pNumber));
  const look = fitAround((here.length > 0 ? here : firms).map(({ place }) => place));
  looks.set(firms, look);
  return look;
}

const looks = new WeakMap<readonly SilentFirm[], Viewport>();

interface DrawnMap {
  inView: DrawnFirm[];
  marks: Mark[];
  names: MapName[];
}

/** What a look at these firms shows. */
export function drawnIn(firms: readonly SilentFirm[], port: Viewport): DrawnMap {
  const kept = drawings.get(firms);
  const key = JSON.stringify(port);
  if (kept?.key === key) return kept.drawing;
  const inView = firmsInView(firms, port);
  const drawing = { inView, marks: marksIn(inView, port), names: namesIn(inView, port) };
  drawings.set(firms, { key, drawing });
  return drawing;
}

/** The look that was last asked for: mostly the first one, of everybody. */
const drawings = new WeakMap<readonly SilentFirm[], { key: string; drawing: DrawnMap }>();

/** Those of them in view, in their order, and where they are drawn. */
export function firmsInView(firms: readonly SilentFirm[], port: Viewport): DrawnFirm[] {
  const project = projection(port);
  const drawn: DrawnFirm[] = [];
  for (const firm of firms) {
    const point = project(firm.place);
    if (isInside(point)) drawn.push({ firm, point });
  }
  return drawn;
}

/** Firms that do not stand at their own house, by how little is known: without any place first. */
export function firmsWithoutHouse(
  db: Db,
  question: CoverageQuestion,
): { pNumber: number; precision: Precision }[] {
  const places = placesOfFirms(db);
  const rank: Record<Precision, number> = { ukendt: 0, postnummer: 1, vej: 2, hus: 3 };
  return fittingFirms(db, {}, { sort: 'navn', question })
    .map((pNumber) => ({ pNumber, precision: places.get(pNumber)?.precision ?? ('ukendt' as const) }))
    .filter(({ precision }) => precision !== 'hus')
    .sort((a, b) => rank[a.precision] - rank[b.precision]);
}

/** What these firms are called. */
export function firmNames(db: Db, pNumbers: readonly number[]): Map<number, string> {
  const rows = db
    .select({ pNumber: pUnit.pNumber, name: pUnit.name })
    .from(pUnit)
    .where(inArray(pUnit.pNumber, [...pNumbers]))
    .all();
  const own = ownNames(db, pNumbers);
  return new Map(rows.map(({ pNumber, name }) => [pNumber, own.get(pNumber) ?? name]));
}

/** The number to call each firm by: our own, the place's or the company's. */
export function phonesOf(db: Db, pNumbers: readonly number[]): Map<number, string> {
  const ownPhone = and(
    eq(ownValue.pNumber, pUnit.pNumber),
    eq(ownValue.field, 'telefon'),
    isNull(ownValue.supersededAt),
  );
  const rows = db
    .select({ pNumber: pUnit.pNumber, own: ownValue.value, place: pUnit.phone, company: company.phone })
    .from(pUnit)
    .innerJoin(company, eq(company.cvr, pUnit.cvr))
    .leftJoin(ownValue, ownPhone)
    .where(inArray(pUnit.pNumber, [...pNumbers]))
    .all();
  return new Map(
    rows.flatMap(({ pNumber, own, place, company: ofCompany }) => {
      const phone = own ?? place ?? ofCompany;
      return phone === null ? [] : [[pNumber, phone]];
    }),
  );
}
