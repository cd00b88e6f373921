import { expect, test } from 'vitest';
import type { Db } from '../db/client.ts';
import { openTestDb } from '../db/client.ts';
import { changeSetting } from '../server/admin/queries.ts';
import { headOf } from '../server/log/append.ts';
import { headLine, readHeads } from '../server/log/heads.ts';
import { destroyLogNumber } from '../server/log/person.ts';
import { verifyChain } from '../server/log/verify.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addCitizen } from './job-orders-builders.ts';
import { fillLog, TAMPERS, tampered } from './log-tampers.ts';
import { readsIn } from './reads.ts';

test('hvad der ændres, og hvem der ses, står i én kæde, og kæden holder', async () => {
  const { app, db } = await openTestApp();
  const caseworkerUserId = await addUser(db, 'sara', ['sagsbehandler']);
  const citizenId = addCitizen(db, { citizenKey: 'K1', name: 'Åse Ærlig', caseworkerUserId });
  const sara = await signIn(app, 'sara');
  const before = verifyChain(db.$client).rows;
  await sara.get(`/borgere/${citizenId}`);
  await sara.post(`/borgere/${citizenId}/formaal`, { formaal: 'genoptraening', version: '1' });
  const verdict = verifyChain(db.$client);
  expect(verdict).toMatchObject({ rows: before + 2, problems: [] });
  expect(verdict.head?.number).toBe(before + 2);
  // No row says who she is: without the log's own number it is about nobody.
  const log = JSON.stringify(
    db.$client
      .prepare(
        'SELECT entity_key, detail FROM audit_event UNION ALL SELECT person, purpose FROM citizen_read',
      )
      .all(),
  );
  for (const text of ['K1', 'Åse']) expect(log).not.toContain(text);
});

test('en glemt borgers rækker er om ingen, og kæden holder stadig', () => {
  const db = openTestDb();
  const { citizens, head } = fillLog(db, 40);
  const [first = 0] = citizens;
  const tied = () => readsIn(db).filter(({ citizenId }) => citizenId === first).length;
  expect(tied()).toBeGreaterThan(0);
  destroyLogNumber(db, first);
  expect(tied()).toBe(0);
  expect(verifyChain(db.$client, [head])).toMatchObject({ rows: head.number, problems: [] });
  expect(() =>
    db.$client.exec(`UPDATE log_person SET citizen_id = ${first} WHERE citizen_id IS NULL`),
  ).toThrow('may only lose its citizen');
});

test('loggens rækker kan hverken rettes, slettes, erstattes eller skrives uden om kæden', () => {
  const db = openTestDb();
  fillLog(db, 10);
  const before = verifyChain(db.$client);
  for (const statement of [
    "UPDATE audit_event SET detail = 'andet'",
    'UPDATE audit_event SET hash = zeroblob(32)',
    'UPDATE citizen_read SET user_id = user_id',
    'DELETE FROM audit_event WHERE id = 1',
    'DELETE FROM citizen_read',
    "REPLACE INTO audit_event SELECT id, at, user_id, 'andet', entity, entity_key, detail, previous, hash FROM audit_event",
    'INSERT OR REPLACE INTO citizen_read SELECT * FROM citizen_read',
    "INSERT INTO audit_event (at, action, entity, entity_key) VALUES ('2026-01-01', 'x', 'x', 'x')",
    'INSERT OR IGNORE INTO audit_event SELECT id + 100, at, user_id, action, entity, entity_key, detail, previous, hash FROM audit_event',
    'INSERT INTO audit_event SELECT 11, at, user_id, action, entity, entity_key, detail, zeroblob(32), hash FROM audit_event WHERE id = 1',
  ])
    expect(() => db.$client.exec(statement), statement).toThrow(/audit_event|citizen_read/);
  expect(verifyChain(db.$client)).toEqual(before);
});

test('hver slags forfalskning opdages og nævnes ved den første forkerte række', () => {
  const db = openTestDb();
  const { head } = fillLog(db, 60);
  for (const [name, tamper] of TAMPERS) {
    for (const row of [2, 31, 58]) {
      const { problems, expected } = tampered(db, tamper, { row, head });
      expect(problems.join('\n'), `${name} nr. ${row}`).toMatch(expected);
    }
  }
});

test('en fjernet, ændret eller fremmed udløser opdages, også når rækkerne er, som de var', () => {
  const db = openTestDb();
  fillLog(db, 5);
  const found = (change: string) => {
    db.$client.exec('SAVEPOINT before');
    db.$client.exec(change);
    const { problems } = verifyChain(db.$client);
    db.$client.exec('ROLLBACK TO before');
    return problems;
  };
  expect(found('DROP TRIGGER audit_event_no_delete')).toEqual([
    'Udløseren audit_event_no_delete, der beskytter loggen, er væk.',
  ]);
  expect(
    found(
      'DROP TRIGGER citizen_read_no_update; CREATE TRIGGER citizen_read_no_update BEFORE UPDATE ON citizen_read WHEN 0 BEGIN SELECT 1; END',
    ),
  ).toEqual(['Udløseren citizen_read_no_update, der beskytter loggen, er ændret.']);
  expect(found('CREATE TRIGGER hide BEFORE INSERT ON citizen_read BEGIN SELECT RAISE(IGNORE); END')).toEqual([
    'Loggen har fået en fremmed udløser: hide.',
  ]);
  expect(found('SELECT 1')).toEqual([]);
});

test('kan loggen ikke skrives, bliver handlingen ikke til noget, og siden vises ikke', async () => {
  const { app, db } = await openTestApp();
  const caseworkerUserId = await addUser(db, 'sara', ['sagsbehandler']);
  const citizenId = addCitizen(db, { citizenKey: 'K1', name: 'Åse Ærlig', caseworkerUserId });
  const sara = await signIn(app, 'sara');
  const state = () => JSON.stringify(db.$client.prepare('SELECT * FROM citizen').all());
  const before = state();
  const head = headOf(db.$client);
  refuseWrites(db);
  const purpose = { formaal: 'genoptraening', version: '1' };
  expect((await sara.post(`/borgere/${citizenId}/formaal`, purpose)).status).toBe(500);
  for (const page of [`/borgere/${citizenId}`, '/borgere', '/api/v1/citizens']) {
    const answer = await sara.get(page);
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain('Ærlig');
  }
  expect(() => changeSetting(db, 'smallestCell', 9, { at: '2026-11-29', by: null })).toThrow('full');
  expect(state()).toBe(before);
  expect(db.$client.prepare("SELECT count(*) FROM setting WHERE key = 'smallestCell'").pluck().get()).toBe(0);
  expect(headOf(db.$client)).toEqual(head);
});

test('svar, der gives samtidig, logges i ét og viser kun dem, hvis egen række kom ind', async () => {
  const { app, db } = await openTestApp();
  const caseworkerUserId = await addUser(db, 'sara', ['sagsbehandler']);
  const names = ['Åse Ærlig', 'Bo Brav', 'Cia Cool', 'Dan Dygtig', 'Eva Ens'];
  const ids = names.map((name, n) => addCitizen(db, { citizenKey: `K${n}`, name, caseworkerUserId }));
  const sara = await signIn(app, 'sara');
  const askAll = () => Promise.all(ids.map((id) => sara.get(`/borgere/${id}`)));
  const shown = (answers: { status: number; body: string }[]) =>
    answers.map(({ status, body }, n) => status === 200 && body.includes(names[n] ?? ''));
  // The first look at somebody gives them their number of the log.
  await askAll();
  const rows = () => verifyChain(db.$client).rows;

  const before = rows();
  expect(shown(await askAll())).toEqual([true, true, true, true, true]);
  expect(rows()).toBe(before + 5);

  refuseOne(db, ids[2] ?? 0, 'ABORT');
  expect(shown(await askAll())).toEqual([true, true, false, true, true]);
  expect(rows()).toBe(before + 9);
  expect(verifyChain(db.$client).problems).toEqual(['Loggen har fået en fremmed udløser: refuse_one.']);

  // The transaction that goes takes the rows of the first two with it: nobody is shown whose row may be gone.
  refuseOne(db, ids[2] ?? 0, 'ROLLBACK');
  expect(shown(await askAll())).toEqual([false, false, false, false, false]);
});

function refuseOne(db: Db, citizenId: number, how: 'ABORT' | 'ROLLBACK'): void {
  db.$client.exec(
    `DROP TRIGGER IF EXISTS refuse_one;
     CREATE TRIGGER refuse_one BEFORE INSERT ON citizen_read
     WHEN NEW.person = (SELECT number FROM log_person WHERE citizen_id = ${citizenId})
     BEGIN SELECT RAISE(${how}, 'full'); END`,
  );
}

function refuseWrites(db: Db): void {
  for (const table of ['audit_event', 'citizen_read'])
    db.$client.exec(
      `CREATE TRIGGER refuse_${table} BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'full'); END`,
    );
}

test('gemte hoveder læses, som de skrives, og andet er ingen hoveder', () => {
  const db = openTestDb();
  const { head } = fillLog(db, 3);
  expect(readHeads(`${headLine(head)}\n\n${headLine(head)}\n`)).toEqual([head, head]);
  for (const text of ['3', `${headLine(head)}x`, headLine(head).replace(' 2', ' om morgenen'), 'a b c'])
    expect(readHeads(text)).toBeNull();
});
