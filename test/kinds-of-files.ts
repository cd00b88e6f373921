import type { ImportKind } from '../db/schema/imports.ts';
import { contactRow, csv, cvrUnit, firm, jsonLines } from './imports-builders.ts';

export const citizen = (number: number, changes: Record<string, string> = {}) => ({
  borger_id: `B-${number}`,
  cpr: `${String(1 + (number % 28)).padStart(2, '0')}0180-${String(1000 + number)}`,
  navn: `Navn ${number}`,
  maalgruppe: 'kontanthjaelp_jobparat',
  ydelse_siden: '2025-09-01',
  jobmaal: 'lager|kok',
  ...changes,
});
const order = (number: number, changes: Record<string, string> = {}) => ({
  ordre_id: `O-${number}`,
  p_nummer: String(1_000_000_000 + number),
  type: 'ordinaer',
  beskrivelse: 'Til lageret.',
  titel: 'Lagermedarbejder',
  antal: '2',
  krav: 'truck|stabil',
  ...changes,
});
const house = (number: number, door = '') => ({
  id: `hus-${number}${door}`,
  vejnavn: 'Roskildevej',
  husnr: String(number),
  postnr: '2620',
  wgs84koordinat_bredde: '55.6581',
  wgs84koordinat_længde: '12.3603',
});
export const some = [1, 2, 3, 4, 5, 6, 7, 8];

/** Each kind new, and then with rows that changed, that did not, and that are new. */
export const FILES: [ImportKind, string][] = [
  ['virksomheder', csv(some.map((n) => firm(n)))],
  ['virksomheder', csv(some.map((n) => firm(n + 2, { antal_ansatte: String(n), navn: `Ny ${n % 2}` })))],
  ['virksomheder', jsonLines(some.map((n) => cvrUnit({ pNummer: 1_000_000_000 + n, cvr: 10_000_000 + n })))],
  ['borgere', csv(some.map((n) => citizen(n)))],
  ['borgere', csv(some.map((n) => citizen(n + 3, { jobmaal: 'kok', ydelse_siden: `2025-0${n}-01` })))],
  ['borgere_oprindelse', csv(some.map((n) => ({ borger_id: `B-${n}`, oprindelse: 'dansk' })))],
  ['jobordrer', csv(some.map((n) => order(n)))],
  ['jobordrer', csv(some.map((n) => order(n + 1, { krav: 'truck', antal: String(n) })).slice(0, 7))],
  ['kontakter', csv([...some, 1, 1, 2].map((n) => contactRow(n)))],
  ['kontakter', csv([1, 1, 1, 1, 2, 3].map((n) => contactRow(n)))],
  ['adresser', csv(some.flatMap((n) => [house(n, 'a'), house(n, 'b')]))],
  ['adresser', csv(some.map((n) => ({ ...house(n + 2), wgs84koordinat_bredde: '55.7' })))],
  [
    'esco',
    csv(
      some.map((n) => ({
        conceptType: 'Occupation',
        conceptUri: `http://data.europa.eu/esco/occupation/bb${n}`,
        preferredLabel: `mester ${n}`,
        altLabels: `båndmester ${n}`,
        status: 'released',
      })),
      ',',
    ),
  ],
  [
    'samarbejdsgrad',
    csv(
      some.map((n) => ({
        Omraade: 'Albertslund',
        Periode: `2017M0${n}`,
        Virksomheder: '1045',
        Lokal: '11,6',
        Andre: '18,6',
        Ialt: `25,${n}`,
      })),
    ),
  ],
];
