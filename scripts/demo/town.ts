/** The town while it is being built: number series, names taken, and the drawing of companies, units and addresses. */
import type { DemoAddress, DemoCompany, DemoUnit } from './company-model.ts';
import { unitAddress } from './company-model.ts';
import { addDays } from './dates.ts';
import type { LegalForm } from './firm-names.ts';
import { asciiSlug } from './numbers.ts';
import { drawPerson, fullName } from './people.ts';
import type { Random } from './random.ts';
import { CONTACT_ROLES } from './words/names.ts';
import { NEIGHBOUR_PLACES, type Place, TOWN_PLACES, TOWN_STREETS } from './words/places.ts';
import type { Trade } from './words/trades.ts';

export interface Town {
  random: Random;
  today: string;
  companies: DemoCompany[];
  nextCvr: () => number;
  nextPNumber: () => number;
  nextPhone: () => string;
  firmName: (trade: Trade, form: LegalForm) => string;
  groups: Map<string, DemoCompany[]>;
}

export function newCompany(
  town: Town,
  trade: Trade,
  form: LegalForm,
  name: string,
  startDate: string,
): DemoCompany {
  return {
    cvr: town.nextCvr(),
    name,
    form,
    address: drawAddress(town, drawTownPlace(town.random), TOWN_STREETS, startDate),
    startDate,
    endDate: null,
    reklamebeskyttet: town.random.chance(form.code <= 15 ? 0.27 : 0.12),
    status: town.random.chance(0.006)
      ? town.random.pick(['UNDER KONKURS', 'UNDER TVANGSOPLØSNING'])
      : 'NORMAL',
    tradeKey: trade.key,
    db25: trade.db25,
    db07: trade.db07,
    units: [],
  };
}

export function newUnit(
  town: Town,
  company: DemoCompany,
  name: string,
  startDate: string,
  streets: readonly string[],
): DemoUnit {
  const { random } = town;
  return {
    pNumber: town.nextPNumber(),
    cvr: company.cvr,
    name,
    formerName: null,
    tradeKey: company.tradeKey,
    field: 'velfaerd',
    municipal: false,
    db25: company.db25,
    db07: company.db07,
    band: 'many',
    figures: 'number',
    headcount: 0,
    inTown: true,
    addresses: [drawAddress(town, drawTownPlace(random), streets, startDate)],
    startDate,
    endDate: null,
    formerOwner: null,
    reklamebeskyttet: company.reklamebeskyttet,
    phone: random.chance(0.72) ? town.nextPhone() : null,
    email: random.chance(0.58)
      ? `${random.pick(['info', 'kontakt', 'mail', 'post'])}@${asciiSlug(name).slice(0, 40)}.example`
      : null,
    contactPerson: `${fullName(drawPerson(random, 0.72))}, ${random.pick(CONTACT_ROLES)}`,
  };
}

/** Gives a firm with one place the company's own address, and some an earlier one. */
export function placeUnit(
  town: Town,
  unit: DemoUnit,
  company: DemoCompany,
  streets: readonly string[],
  movedAway: boolean,
): void {
  const { random, today } = town;
  const ownPlace = company.units.length === 0 && !town.groups.get(unit.tradeKey)?.includes(company);
  if (ownPlace) unit.addresses = [{ ...company.address, since: unit.startDate }];
  const moved = movedAway || random.chance(0.05);
  const movedOn = addDays(today, -random.int(60, 900));
  if (!moved || movedOn <= unit.startDate || unit.endDate !== null) return;
  const cameFrom = movedAway || random.chance(0.6) ? drawTownPlace(random) : random.pick(NEIGHBOUR_PLACES);
  const earlier = drawAddress(town, cameFrom, streets, unit.startDate);
  unit.addresses = [earlier, { ...unitAddress(unit), since: movedOn }];
  if (ownPlace) company.address = unitAddress(unit);
}

export function drawTownPlace(random: Random): Place {
  return random.weighted(TOWN_PLACES, ([, weight]) => weight)[0];
}

export function drawAddress(
  town: Town,
  place: Place,
  streets: readonly string[],
  since: string,
): DemoAddress {
  const { random } = town;
  const floor = random.chance(0.22) ? random.pick(['st', '1', '2', '3']) : null;
  return { place, street: random.pick(streets), houseNumber: random.int(1, 98), floor, since };
}
