import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { citizen, readAlarm } from '../db/schema/citizens.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { ROLES, type Role, user } from '../db/schema/users.ts';
import { logNumberOf, showLogNumber } from '../server/log/person.ts';
import { verifyChain } from '../server/log/verify.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addCitizen } from './job-orders-builders.ts';
import { readsIn } from './reads.ts';

async function openTeam(others: number) {
  const opened = await openTestApp('2026-11-27T09:00:00Z');
  const { app, db } = opened;
  const sara = await addUser(db, 'sara', ['sagsbehandler'], 'Lager');
  const bent = await addUser(db, 'bent', ['sagsbehandler'], 'Lager');
  await addUser(db, 'adam', ['administrator']);
  await addUser(db, 'lis', ['leder']);
  const own = addCitizen(db, { citizenKey: 'EGEN', name: 'Egen Eg', caseworkerUserId: sara });
  const seen = Array.from({ length: others }, (_, n) =>
    addCitizen(db, { citizenKey: `K${n}`, name: `Kendt ${n}`, caseworkerUserId: bent }),
  );
  return { ...opened, own, seen, browser: await signIn(app, 'sara'), admin: await signIn(app, 'adam') };
}

test('hundrede borgere uden for egne sager på ti minutter er en alarm, som en administrator ser og afgør', async () => {
  const { app, db, clock, seen, own, browser, admin } = await openTeam(120);
  const later = (minutes: number) => {
    clock.now = new Date(clock.now.getTime() + minutes * 60_000);
  };
  const alarms = () => db.select().from(readAlarm).all();
  for (let n = 0; n < 99; n += 1) await browser.get(`/borgere/${seen[n]}`);
  // The same again, and her own, are no more.
  for (const id of [seen[0], own]) await browser.get(`/borgere/${id}`);
  expect(alarms()).toEqual([]);
  later(11);
  await browser.get(`/borgere/${seen[99]}`);
  expect(alarms()).toEqual([]);
  later(-2);
  await browser.get(`/borgere/${seen[99]}`);
  expect(alarms()).toMatchObject([{ persons: 100, settledAt: null }]);
  // What goes on is told once in ten minutes, and lists count like pages.
  await browser.get(`/borgere/${seen[100]}`);
  expect(alarms()).toHaveLength(1);
  later(11);
  for (let page = 1; page <= 2; page += 1) await browser.get(`/borgere?vis=team&side=${page}`);
  expect(alarms()).toMatchObject([{ persons: 100 }, { persons: 100 }]);
  db.delete(readAlarm).where(eq(readAlarm.id, 2)).run();

  expect((await admin.get('/')).body).toContain('Én alarm om opslag');
  expect((await browser.get('/opslagskontrol')).status).toBe(403);
  const page = await admin.get('/opslagskontrol/alarmer/1');
  expect(page.body).toContain('Navn sara så 100 borgere uden for egne sager');
  expect(page.body.match(/data-head="Borger"/g)).toHaveLength(20);
  for (const text of ['Kendt', 'Egen Eg', 'K1<']) expect(page.body).not.toContain(text);
  const settle = (fund: string) => admin.post('/opslagskontrol/alarmer/1', { fund });
  for (const wrong of ['', ' ', 'Det var 610190-1232', 'x'.repeat(1001)]) {
    const refused = await settle(wrong);
    expect(refused.status).toBe(422);
    expect(refused.body).toContain(wrong.trim());
  }
  expect((await settle('Sara gik teamets liste igennem før ferien.')).status).toBe(303);
  expect((await settle('Igen')).status).toBe(409);
  expect((await admin.get('/')).body).not.toContain('alarm om opslag');
  expect((await admin.get('/opslagskontrol/alarmer/1')).body).toContain('gik teamets liste igennem');
  const aboutAlarms = eq(auditEvent.entity, 'read_alarm');
  const told = db.select().from(auditEvent).where(aboutAlarms).orderBy(auditEvent.id).all();
  expect(told.map(({ action }) => action)).toEqual(['alarm', 'alarm', 'afgør']);
  expect(verifyChain(db.$client).problems).toEqual([]);

  // Whoever it is about does not settle it.
  db.update(readAlarm).set({ settledAt: null, settledBy: null, finding: null }).run();
  const adam = db.select({ id: user.id }).from(user).where(eq(user.username, 'adam')).get();
  db.update(readAlarm)
    .set({ userId: adam?.id ?? 0 })
    .run();
  expect((await admin.get('/opslagskontrol/alarmer/1')).body).toContain('En anden skal afgøre den');
  expect((await settle('Intet')).status).toBe(403);
  const lis = await signIn(app, 'lis');
  expect((await lis.post('/opslagskontrol/alarmer/1', { fund: 'Øvelse' })).status).toBe(303);
});

test('stikprøven viser opslag, som ingen sag forklarer, uden at sige hvem borgeren er', async () => {
  const { db, own, seen, browser, admin } = await openTeam(3);
  await browser.get(`/borgere/${own}`);
  await browser.get(`/borgere/${seen[1]}`);
  const page = await admin.get('/opslagskontrol');
  expect(page.body).toContain('1 af 1 opslag i perioden');
  expect(page.body).toContain(showLogNumber(logNumberOf(db, seen[1] ?? 0)));
  expect(page.body).toContain('Arbejde med sagen');
  for (const text of ['Kendt', 'K1<', 'Egen']) expect(page.body).not.toContain(text);
  expect((await admin.get('/opslagskontrol?fra=2026-01-01&til=2026-11-26')).body).toContain('0 af 0 opslag');
  const wrong = await admin.get('/opslagskontrol?fra=i+morgen&til=2026-11-26');
  expect([wrong.status, wrong.body.includes('Skriv en dato.')]).toEqual([400, true]);
  const drawn = db.select().from(auditEvent).where(eq(auditEvent.entity, 'citizen_read')).all();
  expect(drawn.map(({ action, entityKey }) => [action, entityKey])).toContainEqual(['laes', 'stikprøve']);
});

test('borgeren kan få at vide, hvornår og hvorfor nogen har slået op, men ikke hvem', async () => {
  const { app, db, own, seen, browser } = await openTeam(1);
  await browser.get('/borgere');
  await browser.get(`/borgere/${own}`);
  await (await signIn(app, 'bent')).get(`/borgere/${own}`);
  const page = await browser.get(`/borgere/${own}/opslag`);
  expect(page.body).toContain('4 opslag');
  expect(page.body).toContain(showLogNumber(logNumberOf(db, own)));
  for (const text of ['Gennemgang af en liste', 'Arbejde med sagen', 'Oversigt over opslag', 'Sagsbehandler'])
    expect(page.body).toContain(text);
  expect(page.body).not.toContain('Navn bent');
  const file = await browser.get(`/borgere/${own}/opslag.csv`);
  const lines = file.body.trim().split('\r\n');
  expect(lines).toHaveLength(6);
  expect(lines[4]).toBe(
    '27.11.2026 kl. 10.00;Arbejde med sagen;Alt, der er registreret, uden hele CPR-nummeret;Sagsbehandler;Sagsbehandlerens egen sag',
  );
  expect(lines[3]).toContain('Ingen, som programmet kender');
  expect(file.body).not.toContain('bent');
  // The looks at the looks are looks.
  expect(readsIn(db).filter(({ purpose }) => purpose === 'indsigt')).toHaveLength(2);
  expect((await (await signIn(app, 'lis')).get(`/borgere/${own}/opslag`)).status).toBe(403);
  expect((await (await signIn(app, 'sara')).get(`/borgere/${(seen[0] ?? 0) + 50}/opslag`)).status).toBe(404);
});

test('tilsynet kan findes uden at søge: på administratorens forside og mellem lederens rapporter, og ikke hos andre', async () => {
  const { app, db } = await openTestApp();
  for (const role of ROLES) await addUser(db, role, [role]);
  const linked = async (role: Role, url: string) => {
    const { body } = await (await signIn(app, role)).get(url);
    const main = body.slice(body.indexOf('<main'), body.indexOf('</main>'));
    const watched = ['opslagskontrol', 'opbevaring', 'adgangsnoegler', 'webhooks', 'konsekvensanalyse'];
    return watched.filter((place) => main.includes(`href="/${place}"`));
  };
  const shared = ['opslagskontrol', 'opbevaring', 'konsekvensanalyse'];
  expect((await linked('administrator', '/')).toSorted()).toEqual(
    [...shared, 'adgangsnoegler', 'webhooks'].toSorted(),
  );
  expect((await linked('leder', '/rapporter')).toSorted()).toEqual(shared.toSorted());
  expect(await linked('konsulent', '/rapporter')).toEqual([]);
  expect(await linked('sagsbehandler', '/rapporter')).toEqual([]);
});

test('en borger, der slettes, mens siden laves, er ikke set: siden bliver ikke sendt, og laves igen uden', async () => {
  const { app, db } = await openTestApp('2026-11-27T09:00:00Z');
  const sara = await addUser(db, 'sara', ['sagsbehandler'], 'Lager');
  const [stays, goes] = ['Bliver', 'Forsvinder'].map((name) =>
    addCitizen(db, { citizenKey: name, name, caseworkerUserId: sara }),
  );
  const erasing = { isOn: false };
  // After the page is made, and before those whom it shows are written.
  app.addHook('preHandler', async () => {
    if (erasing.isOn)
      setImmediate(() =>
        db
          .delete(citizen)
          .where(eq(citizen.id, goes ?? 0))
          .run(),
      );
  });
  const browser = await signIn(app, 'sara');
  erasing.isOn = true;
  const refused = await browser.get('/borgere');
  expect(refused.status).toBe(503);
  expect(refused.body).toContain('blev slettet, mens det blev lavet');
  expect(refused.body).not.toContain('Forsvinder');
  expect(readsIn(db)).toEqual([]);
  const again = await browser.get('/borgere');
  expect(again.status).toBe(200);
  expect(again.body).toContain('Bliver');
  expect(readsIn(db).map(({ citizenId }) => citizenId)).toEqual([stays]);
});
