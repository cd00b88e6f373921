import { expect, test } from 'vitest';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

const P = 1_000_000_001;
const CALL = { art: 'telefon', retning: 'ud', udfald: 'opnaaet', dato: '2026-11-27' };

async function openTown() {
  const town = await openTestApp('2026-11-27T09:00:00Z');
  addFirm(town.db, { name: 'Ærø Bageri' });
  await addUser(town.db, 'hanne', ['konsulent']);
  const bo = await addUser(town.db, 'bo', ['konsulent']);
  await addUser(town.db, 'søren', ['konsulent']);
  await addUser(town.db, 'lis', ['leder']);
  const { app } = town;
  return {
    ...town,
    boId: String(bo),
    hanne: await signIn(app, 'hanne'),
    bo: await signIn(app, 'bo'),
    soeren: await signIn(app, 'søren'),
    lis: await signIn(app, 'lis'),
  };
}

const noteId = (body: string) => /\/mellem-kolleger\/(\d+)/.exec(body)?.[1] ?? '';

test('@initialer i en note står på kollegaens Min dag, til den er klaret', async () => {
  const { hanne, bo, soeren } = await openTown();
  const note = 'De søger en bager. @søren kender chefen. Skriv til kontakt@aeroe.dk';
  expect((await hanne.post(`/virksomheder/${P}/kontakter`, { ...CALL, note })).status).toBe(303);
  const day = await soeren.get('/');
  for (const text of ['Til dig', 'Ærø Bageri', 'De søger en bager', 'Navn hanne']) {
    expect(day.body).toContain(text);
  }
  expect((await bo.get('/')).body).not.toContain('Til dig');

  const done = await soeren.post(`/mellem-kolleger/${noteId(day.body)}`, { trin: 'klaret', til: '/' });
  expect(done.location).toBe('/?besked=besked-klaret');
  expect((await soeren.get('/')).body).not.toContain('Til dig');
  const firm = await hanne.get(`/virksomheder/${P}`);
  expect(firm.body).toContain('Klaret af');
});

test('en kollega kan vælges på listen uden @, og en dobbelt indsendelse giver én besked', async () => {
  const { hanne, bo, boId } = await openTown();
  const page = await hanne.get(`/virksomheder/${P}/kontakter/ny`);
  expect(page.body).toContain('Navn bo (bo)');
  expect(page.body).not.toContain('Navn hanne (hanne)');
  const formularnoegle = /name="formularnoegle" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  for (let click = 0; click < 2; click++)
    await hanne.post(`/virksomheder/${P}/kontakter`, { ...CALL, kollega: boId, note: '@bo', formularnoegle });
  expect((await bo.get('/')).body.match(/href="\/virksomheder\/1000000001">Ærø Bageri/g)).toHaveLength(1);
});

test('ukendte initialer kommer tilbage ved noten, og intet gemmes', async () => {
  const { hanne } = await openTown();
  const answer = await hanne.post(`/virksomheder/${P}/kontakter`, { ...CALL, note: 'Spørg @xyz' });
  expect(answer.status).toBe(422);
  expect(answer.body).toContain('Ingen konsulent har initialerne @xyz');
  expect(answer.body).toContain('Spørg @xyz</textarea>');
  expect((await hanne.get(`/virksomheder/${P}`)).body).not.toContain('Spørg @xyz');
});

test('en besked lægges tilbage, tages af en anden, og forløbet kan læses', async () => {
  const { hanne, bo, soeren, boId } = await openTown();
  const url = `/virksomheder/${P}/besked`;
  expect((await hanne.get(url)).status).toBe(200);
  const refused = await hanne.post(url, { kollega: boId, besked: 'Ring om 130685-1234' });
  expect([refused.status, refused.body.includes('CPR')]).toEqual([422, true]);
  const empty = await hanne.post(url, { kollega: '', besked: '' });
  expect(empty.body).toContain('Vælg en kollega på listen');
  expect(empty.body).toContain('Skriv, hvad din kollega skal vide');
  expect((await hanne.post(url, { kollega: boId, besked: 'Chefen vil tale med dig' })).status).toBe(303);

  const id = noteId((await bo.get('/')).body);
  // Only whoever has it can move it.
  expect((await soeren.post(`/mellem-kolleger/${id}`, { trin: 'klaret' })).status).toBe(409);
  expect((await soeren.post(`/mellem-kolleger/${id}`, { trin: 'tildelt' })).status).toBe(409);
  expect((await bo.post(`/mellem-kolleger/${id}`, { trin: 'lagt_tilbage' })).status).toBe(303);
  expect((await soeren.get('/mellem-kolleger')).body).toContain('Tildel mig');
  expect((await soeren.post(`/mellem-kolleger/${id}`, { trin: 'tildelt' })).status).toBe(303);
  expect((await hanne.post(`/mellem-kolleger/${id}`, { trin: 'tildelt' })).status).toBe(409);
  expect((await soeren.get('/')).body).toContain('Chefen vil tale med dig');
  expect((await hanne.get('/mellem-kolleger')).body).toContain('Hos Navn søren');

  const firm = await hanne.get(`/virksomheder/${P}`);
  for (const text of ['Sendt til', 'Lagt tilbage af', 'Taget af']) expect(firm.body).toContain(text);
});

test('en virksomhed gives videre med en besked, som den nye ansvarlige ser', async () => {
  const { hanne, bo, lis, boId } = await openTown();
  const url = `/virksomheder/${P}/overdragelse`;
  const handed = await lis.post(url, { kollega: boId, besked: 'De venter svar om elevpladsen' });
  expect(handed.location).toBe(`/virksomheder/${P}?besked=ansvarlig-flyttet`);
  // Sent twice is handed over once.
  await lis.post(url, { kollega: boId, besked: 'De venter svar om elevpladsen' });
  const day = await bo.get('/');
  expect(day.body).toContain('Overdragelse');
  expect(day.body.match(/De venter svar om elevpladsen/g)).toHaveLength(1);
  const facts = await hanne.get(`/virksomheder/${P}/stamdata`);
  expect(facts.body).toContain('ingen → Navn bo');
  expect((await hanne.post(url, { kollega: '999', besked: '' })).status).toBe(422);
});
