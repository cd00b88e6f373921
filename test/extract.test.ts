import { expect, test } from 'vitest';
import { openTestDb } from '../db/client.ts';
import { citizenEdit } from '../db/schema/citizen-work.ts';
import { citizenTerm } from '../db/schema/citizens.ts';
import { tablesReaching } from '../server/privacy/walk.ts';
import { HELD_OF_CITIZEN, HELD_OF_PERSON } from '../server/privacy/what-we-hold.ts';
import { signIn } from './app.ts';
import { addCitizen } from './job-orders-builders.ts';
import { addWholeCitizen, KANARI, openDiskTown } from './whole-citizen.ts';

/** What tells of a citizen without a foreign key: a row for each reason. */
const ELSEWHERE = ['audit_event', 'import_change', 'match_row', 'undo_report'];

test('hver tabel og hver kolonne, der fører til en borger, har sit navn i indsigten', () => {
  const { $client: client } = openTestDb();
  const columnsOf = (table: string) =>
    client.prepare('SELECT name FROM pragma_table_info(?) ORDER BY name').pluck().all(table);
  const reached = tablesReaching(client, 'citizen').map(({ table }) => table);
  expect(Object.keys(HELD_OF_CITIZEN).sort()).toEqual(reached.sort());
  for (const [table, { columns }] of Object.entries({ ...HELD_OF_CITIZEN, ...HELD_OF_PERSON })) {
    const named = Object.keys(columns);
    expect(
      columnsOf(table).filter((column) => !named.includes(String(column))),
      table,
    ).toEqual([]);
  }
  // A column that names a citizen is a foreign key, or known not to be one.
  const loose = client
    .prepare(
      "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name LIKE '%citizen_id%'",
    )
    .pluck()
    .all()
    .filter((table) => !reached.includes(String(table)));
  expect(loose).toEqual(['citizen_change']);
});

test('indsigten viser hver række om borgeren og hvert opslag, på papir og som fil, og intet om andre', async () => {
  const town = await openDiskTown();
  const { app, db, ids, sara } = town;
  const id = addWholeCitizen(town);
  addCitizen(db, { citizenKey: 'K2', name: 'Anden Andersen', caseworkerUserId: ids.sara });
  await sara.get(`/borgere/${id}`);
  await sara.post(`/borgere/${id}/cpr`, { formaal: 'henvendelse' });
  const page = await sara.get(`/borgere/${id}/indsigt`);
  const titles = [...page.body.matchAll(/<h2>([^(<]+) \((\d+)\)/g)].map(([, title = '']) => title.trim());
  const wanted = Object.entries(HELD_OF_CITIZEN).flatMap(([table, { title }]) =>
    table === 'erasure' ? [] : [title],
  );
  expect(titles).toEqual(expect.arrayContaining(wanted));
  expect(titles).toHaveLength(wanted.length + ELSEWHERE.length);
  for (const told of [
    KANARI.name,
    KANARI.phone,
    KANARI.email,
    KANARI.key,
    KANARI.note,
    'Arbejde med sagen',
    'Udtræk af en liste',
  ])
    expect(page.body).toContain(told);
  for (const hidden of ['610190', KANARI.cpr, 'v1:', 'Anden Andersen', 'Navn hanne'])
    expect(page.body).not.toContain(hidden);

  const file = await sara.get(`/borgere/${id}/indsigt.json`);
  expect(file.headers['content-disposition']).toContain('indsigt.json');
  const { oplysninger } = file.data<{
    oplysninger: { titel: string; raekker: Record<string, string>[] }[];
  }>();
  expect(oplysninger.map(({ titel }) => titel)).toEqual(titles);
  const looks = oplysninger.find(({ titel }) => titel.startsWith('Hvornår medarbejdere har set dig'));
  const places = looks?.raekker.map(({ Hvorfor }) => Hvorfor);
  expect(places?.filter((one) => one === 'Arbejde med sagen')).toHaveLength(1);
  expect(places?.slice(-2)).toEqual(['Udtræk af en liste', 'Udtræk af en liste']);
  const lists = oplysninger.find(({ titel }) => titel.startsWith('Lister med forslag'));
  expect(lists?.raekker).toMatchObject([{ Jobordre: '1', 'Plads på listen': '1', Point: '70' }]);

  // A colleague of the team may open the citizen, but does not hand everything out.
  const stig = await signIn(app, 'stig');
  for (const address of [`/borgere/${id}/indsigt`, `/borgere/${id}/indsigt.json`])
    expect((await stig.get(address)).status).toBe(404);
});

test('en rettelse står i ord, og en tekst i kantede parenteser er en tekst', async () => {
  const town = await openDiskTown();
  const id = addCitizen(town.db, { citizenKey: 'K3', caseworkerUserId: town.ids.sara });
  const edit = {
    before: { hoursMax: 37, mayBeShared: true, needs: [], jobmaal: [{ text: 'kok' }], shifts: [] },
    after: {
      hoursMax: 20,
      mayBeShared: false,
      needs: ['mentor'],
      jobmaal: [{ text: 'kok' }, { text: '[bager]' }],
      shifts: [{ weekday: 1, fromMinute: 480, toMinute: 720 }],
    },
  };
  const about = { citizenId: id, version: 2, editedAt: '2026-11-20T10:00:00.000Z', editedBy: town.ids.sara };
  town.db
    .insert(citizenEdit)
    .values({ ...about, ...edit })
    .run();
  town.db
    .insert(citizenTerm)
    .values({ citizenId: id, kind: 'jobmaal', position: 0, text: '[ring igen]' })
    .run();
  const { status, body } = await town.sara.get(`/borgere/${id}/indsigt`);
  expect(status).toBe(200);
  for (const words of [
    'Timer om ugen, højst: 37. Virksomheder må høre om dig: Ja. Behov på arbejdspladsen: intet. Jobmål: kok. Dage og tider: intet',
    'Timer om ugen, højst: 20. Virksomheder må høre om dig: Nej. Behov på arbejdspladsen: Mentor. Jobmål: kok, [bager]. Dage og tider: mandag 08.00–12.00',
    '[ring igen]',
  ])
    expect(body).toContain(words);
});
