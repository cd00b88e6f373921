import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readMapping } from '../scripts/column-options.ts';
import { guessMapping } from '../server/imports/columns.ts';
import { columnsOf } from '../server/imports/kinds.ts';
import { openTestApp, type TestApp } from './app.ts';
import { shippedProgram } from './shipped-flags.ts';
import { openUploader } from './uploader.ts';

/** As another CRM writes its list: other headings, another order, one column that we have no use for. */
const HEADINGS = ['Firmanavn', 'P-nr', 'CVR nr.', 'Kommune', 'Tlf.', 'Kundeklasse'];
const LIST = [
  HEADINGS.join(';'),
  'Ørsted & Søn;1000000001;24256790;165;43 62 00 00;A',
  'Ærlig Handel;1000000002;24256790;165;;B',
  'Åen ApS;1000000003;24256790;165;;',
  'Fjerde ApS;1000000004;24256790;165;;',
].join('\r\n');

const firms = ({ db }: TestApp) =>
  db.$client.prepare('SELECT name, phone FROM p_unit ORDER BY p_number').all() as object[];

/** What stands chosen for each column, as the page shows it. */
function chosen(page: string): string[] {
  return [...page.matchAll(/<select[^>]*name="kolonne_\d+"[^>]*>(.*?)<\/select>/gs)].map(
    ([, options = '']) => {
      const [option = ''] = /<option[^>]*\bselected\b[^>]*>/.exec(options) ?? [];
      return /value="([^"]*)"/.exec(option)?.[1] ?? '';
    },
  );
}

function asFields(fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(fields.map((field, at) => [`kolonne_${at}`, field]));
}

test('en liste fra et andet system: kolonnerne gættes, rettes, prøves, gennemføres og huskes', async () => {
  const t = await openTestApp();
  const { upload, get, post, pageWhenDone } = await openUploader(t);
  const started = await upload({ slags: 'virksomheder' }, LIST);
  const columnsUrl = String(started.headers.location);
  expect(columnsUrl).toMatch(/\/kolonner$/);
  const page = (await get(columnsUrl)).body;
  expect(chosen(page)).toEqual(['navn', 'p_nummer', 'cvr', 'kommunekode', 'telefon', '']);
  expect(page).toContain('Felterne er gættet');
  for (const sample of ['Firmanavn', 'Ørsted &amp; Søn', 'Ærlig Handel', 'Åen ApS'])
    expect(page).toContain(sample);
  expect(page).not.toContain('Fjerde ApS');
  expect(page).not.toContain('Mangler en kolonne');

  const answer = await post(columnsUrl, asFields(['navn', 'p_nummer', 'cvr', 'kommunekode', '', '']));
  const url = String(answer.headers.location);
  const preview = await pageWhenDone(url);
  expect(preview).toContain('Gennemfør importen');
  expect(preview).toContain('tlf. (fravalgt), kundeklasse (fravalgt)');
  expect(firms(t)).toEqual([]);

  // Second thoughts: the phone numbers after all.
  expect(chosen((await get(columnsUrl)).body)[4]).toBe('');
  await post(columnsUrl, asFields(['navn', 'p_nummer', 'cvr', 'kommunekode', 'telefon', '']));
  await pageWhenDone(url);
  await post(`${url}/gennemfoerelse`);
  expect(await pageWhenDone(url)).toContain('Importen er gennemført');
  expect(firms(t)[0]).toEqual({ name: 'Ørsted & Søn', phone: '43 62 00 00' });
  expect(firms(t)).toHaveLength(4);

  // The same headings in another order: the same choice as last time, whatever the guess would be.
  const next = `${['Kundeklasse', ...HEADINGS.slice(0, 5)].join(';')}\nA;Ørsted & Søn;1000000001;24256790;165;43 62 00 11\n`;
  const again = String((await upload({ slags: 'virksomheder' }, next)).headers.location);
  const remembered = (await get(again)).body;
  expect(remembered).toContain('Samme valg som sidst');
  expect(chosen(remembered)).toEqual(['', 'navn', 'p_nummer', 'cvr', 'kommunekode', 'telefon']);
  const changed = String((await post(again, asFields(chosen(remembered)))).headers.location);
  expect(await pageWhenDone(changed)).toMatch(/<b>1<\/b><span>ændrede/);
  await post(`${changed}/gennemfoerelse`);
  const done = await pageWhenDone(changed);
  expect(firms(t)[0]).toMatchObject({ phone: '43 62 00 11' });

  // Undone: what was changed is as it was, what was created before stays.
  await post(`${/href="(\/import\/\d+)"/.exec(done)?.[1]}/fortrydelse`);
  expect(firms(t)[0]).toMatchObject({ phone: '43 62 00 00' });
  expect(firms(t)).toHaveLength(4);
});

test('et påkrævet felt uden kolonne, og to kolonner til samme felt, siges ved kolonnen, og valget går ikke tabt', async () => {
  const t = await openTestApp();
  const { upload, get, post } = await openUploader(t);
  const list = 'Dato;Emne;Hvem\n2026-11-12;Rekruttering;Mette\n';
  const url = String((await upload({ slags: 'kontakter' }, list)).headers.location);
  const page = (await get(url)).body;
  expect(chosen(page)).toEqual(['dato', 'tema', '']);
  expect(page).toContain('Mangler en kolonne');
  expect(page).toContain('p_nummer, art, retning, udfald');
  const answer = await post(url, { ...asFields(['dato', 'dato', 'note']), navn: 'Gammel CRM' });
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain('Emne: feltet dato er allerede valgt ovenfor.');
  expect(answer.body).toContain('Vælg en kolonne til p_nummer');
  expect(chosen(answer.body)).toEqual(['dato', 'dato', 'note']);
  expect(answer.body).toContain('value="Gammel CRM"');
  expect((await post(url, asFields(['dato', 'hemmeligt', '']))).body).toContain(
    'feltet hemmeligt findes ikke',
  );
  expect((await post(url.replace('/kolonner', '/opgivelse'))).statusCode).toBe(303);
  expect((await get(url)).statusCode).toBe(404);
});

test('et valg gemt under et navn bruges til en liste med lidt andre overskrifter, og kan glemmes', async () => {
  const t = await openTestApp();
  const { upload, get, post } = await openUploader(t);
  const first = String((await upload({ slags: 'virksomheder' }, LIST)).headers.location);
  const fields = ['navn', 'p_nummer', 'cvr', 'kommunekode', '', 'branchetekst'];
  expect((await post(first, { ...asFields(fields), navn: 'Ballerups liste' })).statusCode).toBe(303);

  const other = LIST.replace('Tlf.', 'Mobil');
  const url = String((await upload({ slags: 'virksomheder' }, other)).headers.location);
  const page = (await get(url)).body;
  expect(page).toContain('Felterne er gættet');
  const link = /href="([^"]*valg=\d+)">Ballerups liste/.exec(page)?.[1] ?? '';
  const named = (await get(link)).body;
  expect(chosen(named)).toEqual([...fields.slice(0, 4), '', 'branchetekst']);
  const forget = /action="(\/import\/kolonnevalg\/\d+\/glemt)"/.exec(named)?.[1] ?? '';
  const gone = await post(forget, { fil: url.split('/')[3] ?? '' });
  expect(String(gone.headers.location)).toContain(`${url}?besked=kolonnevalg-glemt`);
  expect((await get(url)).body).not.toContain('Ballerups liste');
  expect((await post(forget)).statusCode).toBe(404);
  const audit = t.db.$client
    .prepare("SELECT action FROM audit_event WHERE entity = 'import_mapping'")
    .pluck();
  expect(audit.all()).toEqual(['gem', 'slet']);
});

test('vores egne overskrifter, JSON og ESCO spørger ikke', async () => {
  const t = await openTestApp();
  const { upload } = await openUploader(t);
  const ours = 'P_Nummer;CVR;navn;kommunekode\n1000000001;24256790;Åen ApS;165\n';
  const json = '{"p_nummer":"1000000001","cvr":"24256790","navn":"Åen ApS","kommunekode":"165"}\n';
  for (const [slags, file] of [
    ['virksomheder', ours],
    ['virksomheder', json],
    ['esco', 'a,b\n1,2\n'],
  ])
    expect(String((await upload({ slags: slags ?? '' }, file ?? '')).headers.location)).not.toContain(
      'kolonner',
    );
});

test('gættet tager hvert felt én gang, det samme navn før det, der ligner', () => {
  const kontakter = columnsOf('kontakter');
  if (!kontakter) throw new Error('no columns');
  const keys = [
    'produktionsenhedsnummer',
    'type',
    'art',
    'mødedato',
    'resultat',
    'ind/ud',
    'referat',
    'næste skridt',
    'xyz',
  ];
  expect(guessMapping('kontakter', kontakter, keys)).toEqual({
    produktionsenhedsnummer: 'p_nummer',
    type: '',
    art: 'art',
    mødedato: 'dato',
    resultat: 'udfald',
    'ind/ud': 'retning',
    referat: 'note',
    'næste skridt': 'naeste_skridt',
    xyz: '',
  });
});

test('kommandolinjens valg læses, eller det siges, hvad der er galt med dem', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const good = file('kolonner.json', JSON.stringify({ navn: 'Firmanavn', cvr: 'Gammelt' }));
  expect(readMapping('virksomheder', { mapping: good, column: ['cvr=CVR nr.', 'p_nummer = P-nr'] })).toEqual({
    mapping: { firmanavn: 'navn', 'cvr nr.': 'cvr', 'p-nr': 'p_nummer' },
  });
  expect(readMapping('virksomheder', { column: [] })).toEqual({});
  const wrong: [Parameters<typeof readMapping>[1], string][] = [
    [{ column: ['navn'] }, 'skriv felt=Overskrift'],
    [{ column: ['firma=Firmanavn'] }, 'Feltet firma findes ikke i virksomheder. Felterne er: p_nummer'],
    [{ column: ['navn=Firmanavn', 'by=firmanavn'] }, 'valgt til både navn og by'],
    [{ column: [], mapping: file('liste.json', '["navn"]') }, 'skal være JSON: {"felt": "Overskrift"}'],
    [{ column: [], mapping: file('halv.json', '{"navn"') }, 'skal være JSON: {"felt": "Overskrift"}'],
    [{ column: [], mapping: path.join(folder, 'ingen.json') }, 'findes ikke'],
  ];
  for (const [options, reason] of wrong)
    expect(() => readMapping('virksomheder', options), reason).toThrow(reason);
});

/** `npm test` has built dist/ before this runs. Three programs start, on a machine that others may keep busy. */
test('kommandolinjen importerer en liste med andre overskrifter', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const list = path.join(folder, 'liste.csv');
  writeFileSync(list, LIST);
  const names = ['navn=Firmanavn', 'p_nummer=P-nr', 'cvr=CVR nr.', 'kommunekode=Kommune'];
  const run = (...columns: string[]) => {
    const options = columns.flatMap((column) => ['--column', column]);
    return spawnSync(
      process.execPath,
      [...shippedProgram('import'), 'virksomheder', list, '--dry-run', '--json', ...options],
      { encoding: 'utf8', env: { PATH: process.env.PATH, DATA_DIR: path.join(folder, 'data') } },
    );
  };
  const good = run(...names);
  expect([good.status, good.stderr]).toEqual([0, expect.any(String)]);
  expect(JSON.parse(good.stdout)).toMatchObject({ created: 4, rejected: [] });
  const absent = run(...names.slice(1), 'navn=Findes Ikke');
  expect(absent.status).toBe(1);
  expect(JSON.parse(absent.stdout).rejected).toEqual([
    { line: 1, field: 'navn', reason: 'Der er ingen kolonne med overskriften findes ikke' },
  ]);
  const unknown = run('firma=Firmanavn');
  expect([unknown.status, unknown.stderr]).toEqual([1, expect.stringContaining('Feltet firma findes ikke')]);
});
