/** The firms of the demo town: companies, their places of work, size, life span and address history. */
import { drawHeadcount, limitFigures } from './company-figures.ts';
import {
  type DemoCompany,
  type DemoUnit,
  MOVED_AWAY_UNITS,
  OUTSIDE_UNITS,
  type SizeBand,
  TOWN_BANDS,
  unitAddress,
} from './company-model.ts';
import { addDays } from './dates.ts';
import { createFirmNames, drawForm, FORMS, groupName } from './firm-names.ts';
import { createCvrSeries, createPhoneSeries, createPNumberSeries } from './numbers.ts';
import { createRandom } from './random.ts';
import { drawAddress, drawTownPlace, newCompany, newUnit, placeUnit, type Town } from './town.ts';
import {
  HEADQUARTER_PLACES,
  INDUSTRIAL_STREETS,
  NEIGHBOUR_PLACES,
  type Place,
  TOWN_PLACES,
  TOWN_STREETS,
} from './words/places.ts';
import { MUNICIPAL_KINDS, TRADES, type Trade } from './words/trades.ts';

const FORMER_OWNERS = 12;

const CLOSED_STATUSES = [
  'OPLØST EFTER KONKURS',
  'OPLØST EFTER FRIVILLIG LIKVIDATION',
  'TVANGSOPLØST',
  'SLETTET',
];

export function generateCompanies(seed: number, today: string): DemoCompany[] {
  const random = createRandom(seed, 'companies');
  const town: Town = {
    random,
    today,
    companies: [],
    nextCvr: createCvrSeries(random),
    nextPNumber: createPNumberSeries(random),
    nextPhone: createPhoneSeries(createRandom(seed, 'firm phones')),
    firmName: createFirmNames(random),
    groups: new Map(),
  };
  const municipalUnits = addMunicipality(town);
  for (const band of Object.keys(TOWN_BANDS) as SizeBand[]) {
    const count = TOWN_BANDS[band] - (band === 'many' ? municipalUnits : 0);
    for (let index = 0; index < count; index++) addFirm(town, band, true);
  }
  for (let index = 0; index < OUTSIDE_UNITS; index++) addFirm(town, 'many', false, index < MOVED_AWAY_UNITS);
  limitFigures(random, town.companies);
  addFormerOwners(town);
  return town.companies;
}

function addMunicipality(town: Town): number {
  const { random } = town;
  const company: DemoCompany = {
    cvr: town.nextCvr(),
    name: 'Albertslund Kommune',
    form: FORMS.KOMMUNE,
    address: drawAddress(town, TOWN_PLACES[0]?.[0] as Place, TOWN_STREETS, '1974-01-01'),
    startDate: '1974-01-01',
    endDate: null,
    reklamebeskyttet: false,
    status: 'NORMAL',
    tradeKey: 'forvaltning',
    db25: ['841100', 'Generelle offentlige tjenester'],
    db07: ['841100', 'Generelle offentlige tjenester'],
    units: [],
  };
  for (const kind of MUNICIPAL_KINDS) {
    for (const name of kind.units) {
      const startDate = addDays(town.today, -random.int(900, 12_000));
      company.units.push({
        ...newUnit(town, company, name, startDate, TOWN_STREETS),
        tradeKey: kind.key,
        field: 'velfaerd',
        municipal: true,
        db25: kind.db25,
        db07: kind.db07,
        headcount: Math.max(4, Math.round(kind.median * Math.exp(random.normal() * 0.3))),
      });
    }
  }
  town.companies.push(company);
  return company.units.length;
}

function addFirm(town: Town, band: SizeBand, inTown: boolean, movedAway = false): void {
  const { random, today } = town;
  const employs = band === 'many' || band === 'straddle' ? 2 : band === 'few' || band === 'ceased' ? 1 : 0;
  const trade = random.weighted(TRADES, (candidate) => candidate.common[employs]);
  const [startDate, endDate] = drawLifeSpan(town, band);
  const industrial = trade.field === 'transport' || (trade.field === 'byg' && random.chance(0.5));
  const streets = industrial ? INDUSTRIAL_STREETS : TOWN_STREETS;
  const company = pickOwner(town, trade, band, employs, startDate, endDate, inTown, streets);
  if (startDate < company.startDate) company.startDate = startDate;
  const unit = newUnit(town, company, company.name, startDate, streets);
  unit.band = band;
  unit.tradeKey = trade.key;
  unit.field = trade.field;
  unit.db25 = trade.db25;
  unit.db07 = trade.db07;
  unit.endDate = endDate;
  unit.inTown = inTown;
  unit.headcount = drawHeadcount(random, trade, band);
  if (band === 'unreported') unit.figures = 'missing';
  placeUnit(town, unit, company, streets, movedAway);
  if (company.units.length > 0 || company.address.place.municipality[0] !== unitPlace(unit).municipality[0]) {
    unit.name = `${company.name.replace(/ (A\/S|ApS|I\/S)$/, '')}, ${unitAddress(unit).street}`;
  } else if (startDate < addDays(today, -1500) && random.chance(0.07)) {
    unit.formerName = town.firmName(trade, company.form);
  }
  company.units.push(unit);
}

/** An own company, a further place of an own company, or a company with its headquarters elsewhere. */
function pickOwner(
  town: Town,
  trade: Trade,
  band: SizeBand,
  employs: 0 | 1 | 2,
  startDate: string,
  endDate: string | null,
  inTown: boolean,
  streets: readonly string[],
): DemoCompany {
  const { random } = town;
  if (band === 'many' && inTown && random.chance(trade.branchShare)) return pickGroup(town, trade);
  if (band === 'many' && inTown && random.chance(0.05)) {
    const mothers = town.companies.filter((company) => company.tradeKey === trade.key && isOwnFirm(company));
    if (mothers.length > 0) return random.pick(mothers);
  }
  const form = drawForm(random, trade, employs);
  const place = inTown ? drawTownPlace(random) : random.pick(NEIGHBOUR_PLACES);
  const company = newCompany(town, trade, form, town.firmName(trade, form), startDate);
  company.address = drawAddress(town, place, streets, startDate);
  company.endDate = endDate;
  if (endDate !== null) company.status = random.pick(CLOSED_STATUSES);
  town.companies.push(company);
  return company;
}

function isOwnFirm(company: DemoCompany): boolean {
  const first = company.units[0];
  return (
    first?.band === 'many' &&
    first.inTown &&
    company.units.length < 3 &&
    company.form.code >= 60 &&
    first.endDate === null
  );
}

function pickGroup(town: Town, trade: Trade): DemoCompany {
  const { random } = town;
  const groups = town.groups.get(trade.key) ?? [];
  town.groups.set(trade.key, groups);
  if (groups.length > 0 && random.chance(0.45)) return random.pick(groups);
  const startDate = addDays(town.today, -random.int(6000, 14_000));
  const company = newCompany(town, trade, FORMS.AS, freeGroupName(town, trade), startDate);
  company.address = drawAddress(town, random.pick(HEADQUARTER_PLACES), INDUSTRIAL_STREETS, startDate);
  groups.push(company);
  town.companies.push(company);
  return company;
}

function freeGroupName(town: Town, trade: Trade): string {
  for (;;) {
    const name = groupName(town.random, trade);
    if (!town.companies.some((company) => company.name === name)) return name;
  }
}

function unitPlace(unit: DemoUnit): Place {
  return unitAddress(unit).place;
}

function drawLifeSpan(town: Town, band: SizeBand): [startDate: string, endDate: string | null] {
  const { random, today } = town;
  const young = random.chance(0.1);
  const newest = band === 'unreported' ? 5 : 230;
  const age = young ? random.int(newest, 540) : Math.round(540 + random.next() ** 1.8 * 11_000);
  if (band !== 'ceased') return [addDays(today, -age), null];
  const endedDaysAgo = random.int(10, 700);
  return [addDays(today, -age - endedDaysAgo), addDays(today, -endedDaysAgo)];
}

/** Some firms were taken over: the unit's earlier company has closed. */
function addFormerOwners(town: Town): void {
  const { random, today } = town;
  const candidates = town.companies.filter(
    (company) => isOwnFirm(company) && company.startDate < addDays(today, -2500),
  );
  for (const company of random.sample(candidates, FORMER_OWNERS)) {
    const unit = company.units[0];
    const trade = TRADES.find((candidate) => candidate.key === company.tradeKey);
    if (!unit || !trade) continue;
    const until = addDays(today, -random.int(120, 2000));
    const former = newCompany(town, trade, FORMS.APS, town.firmName(trade, FORMS.APS), unit.startDate);
    former.endDate = until;
    former.status = random.pick(CLOSED_STATUSES);
    unit.formerOwner = { cvr: former.cvr, until };
    town.companies.push(former);
  }
}
