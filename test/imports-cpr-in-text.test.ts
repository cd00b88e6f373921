import { expect, test } from 'vitest';
import { openTestApp } from './app.ts';
import { contactRow, csv, firm, openDesk } from './imports-builders.ts';
import { openUploader } from './uploader.ts';

const DOTS = '••••••-••••';

test('et CPR-nummer i en fri tekst dækkes, før den gemmes, og tælles; den samme fil igen er uændret', async () => {
  const desk = openDesk();
  await desk.take('virksomheder', csv([firm(1)]));
  const contacts = csv([
    contactRow(1, { note: 'Talte om 610190-1234 og to til lageret', naeste_skridt: 'Ring om 6101901234' }),
    contactRow(1, { note: 'Tlf. 44 68 12 30' }),
  ]);
  expect(await desk.take('kontakter', contacts)).toMatchObject({ created: 2, masked: 2 });
  expect(await desk.take('kontakter', contacts)).toMatchObject({ created: 0, unchanged: 2, masked: 2 });
  expect(desk.all('SELECT note, next_step FROM contact ORDER BY id')).toEqual([
    { note: `Talte om ${DOTS} og to til lageret`, next_step: `Ring om ${DOTS}` },
    { note: 'Tlf. 44 68 12 30', next_step: expect.any(String) },
  ]);

  const order = {
    ordre_id: 'o1',
    p_nummer: '1000000001',
    type: 'ordinaer',
    titel: 'Lager',
    beskrivelse: 'Til 610190-1234',
    krav: 'truck|aftalt med 610190-1234 (kan læres)',
    intern_kommentar: '610190 1234',
  };
  expect(await desk.take('jobordrer', csv([order]))).toMatchObject({ created: 1, masked: 3 });
  expect(desk.all('SELECT description, internal_comment FROM job_order')).toEqual([
    { description: `Til ${DOTS}`, internal_comment: DOTS },
  ]);
  expect(desk.all('SELECT text, kan_laeres FROM job_order_requirement ORDER BY position')).toEqual([
    { text: 'truck', kan_laeres: 0 },
    { text: `aftalt med ${DOTS}`, kan_laeres: 1 },
  ]);

  const citizen = {
    borger_id: 'b1',
    maalgruppe: 'dagpenge',
    jobmaal: 'lager|610190-1234',
    erfaring: '610190-1234 (2)',
  };
  expect(await desk.take('borgere', csv([citizen]))).toMatchObject({ created: 1, masked: 2 });
  expect(desk.all('SELECT text FROM citizen_term ORDER BY id').map(({ text }) => text)).toEqual([
    'lager',
    DOTS,
    DOTS,
  ]);
});

test('siden siger, at noget er dækket', async () => {
  const town = await openTestApp();
  const { upload, pageWhenDone } = await openUploader(town);
  const order = 'ordre_id;cvr;type;titel;beskrivelse\no1;24256790;ordinaer;Lager;Til 610190-1234\n';
  const tried = await upload({ slags: 'jobordrer' }, order);
  const page = await pageWhenDone(String(tried.headers.location));
  expect(page).toContain('I én tekst stod noget, der ligner et CPR-nummer');
  expect(page).not.toContain('610190');
});
