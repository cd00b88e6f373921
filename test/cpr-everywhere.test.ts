import { expect, test } from 'vitest';
import { addUser, type Browser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

const P = 1_000_000_001;
const FIRM = `/virksomheder/${P}`;
const USER = {
  brugernavn: 'ny',
  navn: 'Ny Kollega',
  email: 'ny@kommune.dk',
  team: 'Team Øst',
  roller: 'konsulent',
};
const RULE = {
  handling: 'gem',
  fra: '2027-01-01',
  graense: '2',
  begrundelse: 'Ny plan',
  kilde: 'Udvalget',
  kontakt: 'besoeg.ud.opnaaet',
};
const SHARE = {
  fra: '2026-01-01',
  til: '2026-06-30',
  virksomheder: '900',
  lokal: '10',
  andre: '10',
  ialt: '15',
  kilde: 'jobindsats.dk',
  kildedato: '2026-11-01',
};
const SETTINGS = {
  enhed: 'Virksomhedsindgangen',
  kommune: 'Albertslund Kommune',
  kommunekode: '165',
  uoplyst: 'ude',
  planperiode: 'Plan 2023-26',
};
const PERSON = { navn: 'Åse Ørum', rolle: 'chef', telefon: '12 34 56 78', mail: 'aase@firma.dk' };
const OWN = { kilde: 'besoeg', dato: '2026-11-20' };
const NEW_FIRM = {
  cvr: '10000009',
  p_nummer: '1000000777',
  navn: 'Ny ApS',
  adresse: 'Vej 1',
  by: 'Albertslund',
  kommunekode: '165',
  telefon: '12345678',
  mail: 'ny@firma.dk',
};

/** Forms with free text, by who sends them: the fields that somebody could write a number into. */
const FORMS: [who: string, url: string, form: Record<string, string>, fields: string[]][] = [
  ['hanne', `${FIRM}/personer`, PERSON, ['navn', 'rolle', 'telefon', 'mail']],
  ['hanne', `${FIRM}/egne-oplysninger`, { ...OWN, felt: 'telefon', valgt: '' }, ['vaerdi']],
  ['hanne', `${FIRM}/egne-oplysninger`, { ...OWN, felt: 'navn' }, ['vaerdi']],
  ['hanne', '/virksomheder/ny', NEW_FIRM, ['navn', 'adresse', 'by', 'telefon', 'mail']],
  ['hanne', '/visninger', { navn: 'Mine', deles_med: 'mig' }, ['navn']],
  ['drift', '/brugere', USER, ['brugernavn', 'navn', 'email', 'team']],
  ['drift', '/indstillinger', SETTINGS, ['enhed', 'kommune', 'planperiode']],
  ['drift', '/daekning/regler', RULE, ['begrundelse', 'kilde']],
  ['lis', '/samarbejdsgrad', SHARE, ['kilde']],
];

test.each(FORMS)('et CPR-nummer bliver ikke gemt: %s på %s', async (who, url, form, fields) => {
  const { app, db } = await openTestApp('2026-11-22T09:00:00Z');
  addFirm(db, { pNumber: P });
  await addUser(db, 'hanne', ['konsulent']);
  await addUser(db, 'lis', ['leder']);
  await addUser(db, 'drift', ['administrator']);
  const browser = await signIn(app, who);
  for (const field of fields)
    for (const number of numbersFor(field)) await refuses(browser, url, { ...form, [field]: number });
  const tables = db.$client
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[];
  for (const table of tables) {
    const rows = JSON.stringify(db.$client.prepare(`SELECT * FROM "${table}"`).all());
    expect(rows, table).not.toMatch(/130685[- ]?1234/);
  }
});

function numbersFor(field: string): string[] {
  if (/mail/.test(field)) return ['130685-1234@firma.dk'];
  return ['130685-1234', '1306851234', '130685 1234'];
}

async function refuses(browser: Browser, url: string, form: Record<string, string>): Promise<void> {
  const answer = await browser.post(url, form);
  expect([answer.status, answer.body.includes('ligner et CPR-nummer')], JSON.stringify(form)).toEqual([
    422,
    true,
  ]);
}
