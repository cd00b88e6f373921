import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { faker } from '@faker-js/faker/locale/da';
import { type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { afterAll, describe, expect, test } from 'vitest';
import { unitAddress } from '../scripts/demo/company-model.ts';
import { addDays, weekday } from '../scripts/demo/dates.ts';
import { BENEFITS, TARGET_GROUPS } from '../scripts/demo/words/benefits.ts';
import { NAME_ORIGINS } from '../scripts/demo/words/names.ts';
import { ORDER_KINDS } from '../scripts/demo/words/order-texts.ts';
import { generateDemoTown } from '../scripts/demo/write.ts';
import { FUNCTIONAL_NEEDS, ORDER_TYPES, TRANSPORTS, WORKING_TIMES } from '../workers/matching/types.ts';
import { OPTIONS, readDemoTown } from './demo-town.ts';
import { realCprs } from './real-cpr.ts';

const { folder, units, cvrNumbers, citizens, orders, contacts } = readDemoTown();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const town = generateDemoTown(OPTIONS);

const yesNo = Type.Enum(['ja', 'nej']);
const date = Type.String({ pattern: '^20\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' });
const anyDate = Type.Union([date, Type.Literal('')]);
const filled = Type.String({ minLength: 1, maxLength: 200 });
const list = (item: TSchema) => Type.Array(item, { minItems: 1, uniqueItems: true });
const level = Type.String({ pattern: '^([ABC][012]|PD[123]|DU[123] modul [1-6]|dansk [12]|studieprøven)$' });
const hours = Type.Integer({ minimum: 1, maximum: 37 });
const misfits = (schema: TSchema, rows: unknown[]) =>
  rows.filter((row) => !Value.Check(schema, row)).slice(0, 3);

test('no file has a number that a living person may have, and every citizen a name of the lists', () => {
  for (const name of readdirSync(path.join(folder, 'town')))
    expect([name, realCprs(readFileSync(path.join(folder, 'town', name), 'utf8'))]).toEqual([name, []]);
  const { first_name: first, last_name: last } = faker.rawDefinitions.person ?? {};
  const danish = [...(first?.female ?? []), ...(first?.male ?? []), ...(last?.generic ?? [])];
  const others = NAME_ORIGINS.flatMap(({ female, male, last: surnames }) => [
    ...female,
    ...male,
    ...surnames,
  ]);
  const known = new Set([...danish, ...others].flatMap((name) => name.split(' ')));
  const words = citizens.flatMap(({ navn }) => (typeof navn === 'string' ? navn.split(' ') : []));
  expect(words.length).toBeGreaterThan(5000);
  expect(words.filter((word) => !known.has(word))).toEqual([]);
});

describe('the citizens', () => {
  test('keep the format', () => {
    const citizen = Type.Object(
      {
        borger_id: filled,
        maalgruppe: Type.Enum([...TARGET_GROUPS]),
        ...Type.Partial(
          Type.Object({
            cpr: Type.String({ pattern: '^\\d{10}$' }),
            navn: filled,
            telefon: Type.String({ pattern: '^1234\\d{4}$' }),
            email: Type.String({ pattern: '@example\\.com$' }),
            ydelse_siden: date,
            ledig_siden: date,
            kan_starte: date,
            uddannelse: Type.Enum(['ingen', 'kompetencegivende']),
            enlig_forsoerger: yesNo,
            har_arbejdsgiver: yesNo,
            maa_deles: yesNo,
            beskyttet_adresse: yesNo,
            foedselsaar: Type.Integer({ minimum: 1955, maximum: 2012 }),
            postnummer: Type.String({ pattern: '^2[67]\\d\\d$' }),
            danskniveau: level,
            danskniveau_mundtlig: level,
            danskniveau_skriftlig: level,
            sprog: list(filled),
            jobmaal: Type.Array(filled, { minItems: 1, maxItems: 3 }),
            kompetencer: list(filled),
            certifikater: list(filled),
            koerekort: list(Type.Enum(['B', 'BE', 'C', 'CE', 'D'])),
            erfaring: list(
              Type.Object(
                {
                  titel: filled,
                  aar: Type.Optional(Type.Integer({ minimum: 1, maximum: 48 })),
                  til: Type.Optional(Type.Integer({ minimum: 1970, maximum: 2026 })),
                },
                { additionalProperties: false },
              ),
            ),
            transport: list(Type.Enum([...TRANSPORTS])),
            max_rejsetid_min: Type.Integer({ minimum: 10, maximum: 120 }),
            timer_min: hours,
            timer_max: hours,
            arbejdstid: list(Type.Enum([...WORKING_TIMES])),
            behov: list(Type.Enum([...FUNCTIONAL_NEEDS])),
            jobformidler: filled,
          }),
        ).properties,
      },
      { additionalProperties: false },
    );
    expect(misfits(citizen, citizens)).toEqual([]);
    expect(new Set(citizens.map((row) => row.borger_id)).size).toBe(2739);
  });

  test('are spread as the table says', () => {
    expect(BENEFITS.reduce((sum, row) => sum + row.citizens, 0)).toBe(2739);
    for (const group of TARGET_GROUPS) {
      const wanted = BENEFITS.filter((row) => row.targetGroup === group).reduce(
        (sum, row) => sum + row.citizens,
        0,
      );
      expect(
        citizens.filter((row) => row.maalgruppe === group),
        group,
      ).toHaveLength(wanted);
    }
  });

  test('have CPR numbers that nobody has, in agreement with the year of birth', () => {
    const numbers = citizens.flatMap((row) =>
      row.cpr === undefined ? [] : [{ cpr: String(row.cpr), year: row.foedselsaar }],
    );
    expect(numbers.length).toBeGreaterThan(2600);
    for (const { cpr, year } of numbers) {
      expect(Number(cpr.slice(0, 2)), cpr).toBeGreaterThanOrEqual(61);
      expect(Number(cpr.slice(0, 2)), cpr).toBeLessThanOrEqual(91);
      const century = Number(cpr[6]) <= 3 ? 1900 : 2000;
      if (year !== undefined) expect(century + Number(cpr.slice(4, 6)), cpr).toBe(year);
    }
  });

  test('are uneven: blanks, consent asked of some only, passed certificates', () => {
    const share = (found: (row: Record<string, unknown>) => boolean) =>
      citizens.filter(found).length / citizens.length;
    expect(share((row) => row.maa_deles === 'ja')).toBeCloseTo(0.55, 1);
    expect(share((row) => row.maa_deles === 'nej')).toBeCloseTo(0.05, 1);
    expect(share((row) => row.beskyttet_adresse === 'ja')).toBeCloseTo(0.02, 1);
    for (const field of [
      'cpr',
      'telefon',
      'danskniveau',
      'jobmaal',
      'kompetencer',
      'timer_max',
      'kan_starte',
      'postnummer',
      'jobformidler',
    ]) {
      expect(
        share((row) => row[field] === undefined),
        field,
      ).toBeGreaterThan(0.01);
      expect(
        share((row) => row[field] === undefined),
        field,
      ).toBeLessThan(0.6);
    }
    const dates = citizens
      .flatMap((row) => (row.certifikater as string[] | undefined) ?? [])
      .flatMap((text) => /\((\d{4}-\d\d-\d\d)\)/.exec(text)?.[1] ?? []);
    const passed = dates.filter((expiry) => expiry < OPTIONS.today).length / dates.length;
    expect(passed).toBeGreaterThan(0.1);
    expect(passed).toBeLessThan(0.5);
  });
});

describe('the orders', () => {
  const cells = (row: Record<string, string>, field: string) => (row[field] ?? '').split('|').filter(Boolean);

  test('keep the format and cover every type', () => {
    const known = new Map(units.map((unit) => [String(unit.pNummer), unit]));
    for (const row of orders) {
      const name = String(row.ordre_id);
      expect(ORDER_TYPES, name).toContain(row.type);
      expect(['genoptraening', 'afklaring', 'opkvalificering', 'rekruttering', ''], name).toContain(
        row.formaal,
      );
      expect(row.formaal !== '', name).toBe(row.type === 'virksomhedspraktik');
      expect(row.titel?.length ?? 0, name).toBeGreaterThan(0);
      expect(row.titel?.length ?? 0, name).toBeLessThanOrEqual(100);
      expect(row.beskrivelse?.length ?? 0, name).toBeGreaterThan(10);
      expect(
        row.p_nummer === '' ? cvrNumbers.includes(Number(row.cvr)) : known.has(String(row.p_nummer)),
        name,
      ).toBe(true);
      expect(Number(row.timer_pr_uge_min), name).toBeLessThanOrEqual(Number(row.timer_pr_uge_max));
      expect(
        cells(row, 'arbejdstid').every((time) => (WORKING_TIMES as readonly string[]).includes(time)),
        name,
      ).toBe(true);
      expect(
        cells(row, 'kan_tilbyde').every((need) => (FUNCTIONAL_NEEDS as readonly string[]).includes(need)),
        name,
      ).toBe(true);
      expect(cells(row, 'krav').length, name).toBeGreaterThan(0);
      expect(row.danskniveau_min === '' || Value.Check(level, row.danskniveau_min), name).toBe(true);
      expect(String(row.frist) > OPTIONS.today, name).toBe(true);
      expect(Value.Check(anyDate, row.startdato), name).toBe(true);
      if (row.type === 'smaajob') expect(Number(row.timer_pr_uge_max), name).toBeLessThanOrEqual(20);
    }
    expect(new Set(orders.map((row) => row.ordre_id)).size).toBe(320);
    for (const kind of ORDER_KINDS)
      expect(orders.filter((row) => row.type === kind.type)).toHaveLength(kind.count);
    expect(orders.filter((row) => row.krav?.includes('(kan læres)')).length).toBeGreaterThan(100);
  });

  test('lie at firms that are open, and public kinds at the municipality', () => {
    const all = town.companies.flatMap((company) => company.units);
    for (const row of orders) {
      const [unit] = all.filter((one) =>
        row.p_nummer === '' ? String(one.cvr) === row.cvr : String(one.pNumber) === row.p_nummer,
      );
      expect(unit?.endDate, row.ordre_id).toBeNull();
      if (row.type === 'loentilskud_offentlig' || row.type === 'nytteindsats')
        expect(unit?.municipal, row.ordre_id).toBe(true);
      if (row.type === 'loentilskud_privat') expect(unit?.municipal, row.ordre_id).toBe(false);
      if (unit && row.postnummer !== '')
        expect(row.postnummer).toBe(String(unitAddress(unit).place.postcode));
    }
  });

  test('can be met: each has citizens with the licences and one of the words asked for', () => {
    const typed = citizens.map((row) => ({
      words: [
        row.kompetencer,
        row.jobmaal,
        (row.erfaring as { titel: string }[] | undefined)?.map(({ titel }) => titel),
      ]
        .flat()
        .join(' ')
        .toLowerCase(),
      licences: (row.koerekort as string[] | undefined) ?? [],
    }));
    const fitting = orders.map((order) => {
      const wanted = [...cells(order, 'krav'), ...cells(order, 'oensker')].map((line) =>
        line.replace(' (kan læres)', '').toLowerCase(),
      );
      return typed.filter(
        ({ words, licences }) =>
          cells(order, 'koerekort').every((category) => licences.includes(category)) &&
          wanted.some((word) => words.includes(word)),
      ).length;
    });
    expect(fitting.filter((count) => count < 5).length).toBeLessThan(16);
    expect(fitting.toSorted((one, other) => one - other)[160]).toBeGreaterThan(40);
  });
});

describe('the contacts', () => {
  const contact = Type.Object(
    {
      p_nummer: Type.String({ pattern: '^1990\\d{6}$' }),
      dato: date,
      art: Type.Enum(['telefon', 'besoeg', 'moede', 'onlinemoede', 'mail', 'sms', 'brev', 'arrangement']),
      retning: Type.Enum(['ud', 'ind']),
      udfald: Type.Enum(['opnaaet', 'ikke_opnaaet', 'besked_lagt', 'ikke_interesseret', 'senere']),
      tema: Type.String({ maxLength: 60 }),
      tilbud: Type.String({ maxLength: 60 }),
      konsulent: Type.String({ maxLength: 20 }),
      kontaktperson: Type.String({ maxLength: 100 }),
      note: Type.String({ maxLength: 300 }),
      naeste_skridt: Type.String({ maxLength: 100 }),
      naeste_dato: anyDate,
    },
    { additionalProperties: false },
  );

  test('keep the format, and every word of its lists is used', () => {
    expect(misfits(contact, contacts)).toEqual([]);
    for (const [field, words] of [
      ['art', 8],
      ['retning', 2],
      ['udfald', 5],
    ] as const) {
      expect(new Set(contacts.map((row) => row[field])).size, field).toBe(words);
    }
    const users = town.users.map((user) => user.username);
    expect(contacts.filter((row) => row.konsulent !== '' && !users.includes(String(row.konsulent)))).toEqual(
      [],
    );
    expect(contacts.filter((row) => (row.naeste_skridt === '') !== (row.naeste_dato === ''))).toEqual([]);
    expect(contacts.filter((row) => /\d{6}|@/.test(String(row.note)))).toEqual([]);
  });

  test('lie within eighteen months and the life of the firm', () => {
    const life = new Map(units.map((unit) => [String(unit.pNummer), unit.livsforloeb.at(-1)?.periode]));
    const outside = contacts.filter(({ p_nummer, dato = '' }) => {
      const period = life.get(String(p_nummer));
      return !period || dato < period.gyldigFra || (period.gyldigTil !== null && dato > period.gyldigTil);
    });
    expect(outside).toEqual([]);
    expect(contacts.filter(({ dato = '' }) => dato < '2025-05-01' || dato > OPTIONS.today)).toEqual([]);
    expect(contacts.length).toBeGreaterThan(6000);
    expect(contacts.length).toBeLessThan(9000);
  });

  test('are uneven: weekends rare, July and December low, some consultants busier than others', () => {
    const inMonth = (month: string) => contacts.filter((row) => row.dato?.startsWith(month)).length;
    expect(contacts.filter((row) => weekday(String(row.dato)) > 5).length).toBeLessThan(
      contacts.length * 0.03,
    );
    expect(inMonth('2026-07')).toBeLessThan(inMonth('2026-09') * 0.6);
    expect(inMonth('2025-12')).toBeLessThan(inMonth('2025-11') * 0.85);
    const rows = town.users
      .slice(0, 20)
      .map((user) => contacts.filter((row) => row.konsulent === user.username).length);
    expect(Math.max(...rows)).toBeGreaterThan(Math.min(...rows) * 2);
    const ahead = contacts.filter(
      ({ naeste_dato = '' }) => naeste_dato > OPTIONS.today && naeste_dato < addDays(OPTIONS.today, 28),
    );
    expect(ahead.length).toBeGreaterThan(40);
  });
});
