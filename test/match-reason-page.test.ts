import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { termDecision } from '../db/schema/taxonomy.ts';
import { encryptCpr } from '../server/citizens/cpr.ts';
import { textKey } from '../workers/matching/text.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addCitizen, addFirm, ORDER_FORM } from './job-orders-builders.ts';
import { readsIn } from './reads.ts';

const P = 1_020_000_001;
const CPR = '7306851234';

async function openTown() {
  const opened = await openTestApp();
  const { app, db } = opened;
  const hanneId = await addUser(db, 'hanne', ['konsulent'], 'Nord');
  const sara = await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1');
  await addUser(db, 'siv', ['sagsbehandler'], 'Borger 1');
  const stig = await addUser(db, 'stig', ['sagsbehandler'], 'Borger 2');
  await addUser(db, 'soeren', ['konsulent'], 'Syd');
  await addUser(db, 'lea', ['leder'], 'Nord');
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  const keys = { encryption: randomBytes(32), index: randomBytes(32) };
  const terms = [
    { kind: 'kompetence' as const, text: 'kasserod og plukkeri' },
    { kind: 'kompetence' as const, text: 'lagerarbejde' },
    { kind: 'kompetence' as const, text: 'xylofonvoks' },
    { kind: 'koerekort' as const, text: 'B' },
    { kind: 'certifikat' as const, text: 'truck B' },
  ];
  const ids = {
    fits: addCitizen(db, {
      citizenKey: 'K1',
      name: 'Åben Almindelig',
      caseworkerUserId: sara,
      terms,
      birthYear: 1961,
      targetGroup: 'sygedagpenge',
      cprEncrypted: encryptCpr(keys, CPR, 'K1'),
      cprIndex: randomBytes(32),
      canStart: null,
    }),
    shut: addCitizen(db, {
      citizenKey: 'K2',
      name: 'Sen Sørensen',
      caseworkerUserId: sara,
      terms: terms.slice(0, 2),
      canStart: '2027-02-01',
      danish: 'A1',
      hoursMin: null,
      hoursMax: null,
    }),
    hidden: addCitizen(db, {
      citizenKey: 'K3',
      name: 'Skjult Skytten',
      caseworkerUserId: sara,
      terms,
      protectedAddress: true,
    }),
    elsewhere: addCitizen(db, { citizenKey: 'K4', name: 'Fremmed Fjernsen', caseworkerUserId: stig, terms }),
  };
  const hanne = await signIn(app, 'hanne');
  const made = await hanne.post('/jobordrer', { ...ORDER_FORM, virksomhed: String(P) });
  const order = Number(/\/jobordrer\/(\d+)/.exec(made.location ?? '')?.[1]);
  const pair = (id: number) => `/jobordrer/${order}/forslag/${id}`;
  const letter = (id: number) => `/borgere/${id}/forslag/${order}/begrundelse`;
  return { ...opened, ids, hanne, hanneId, order, pair, letter };
}

describe('one page per pair', () => {
  test('every rule with its answer, every requirement with the citizen’s own words, and the points', async () => {
    const { hanne, pair, ids } = await openTown();
    const { status, body } = await hanne.get(pair(ids.fits));
    expect(status).toBe(200);
    for (const text of ['Åben', 'K1', 'Nummer 2 på listen', '✓ Holdt', '»lagerarbejde«', 'Sådan tælles der'])
      expect(body).toContain(text);
    // The start date is blank: a question, not a no.
    expect(body).toMatch(/Startdato<\/td>.*?\? Ukendt/s);
    expect(body).toContain('2 af borgerens ord er ikke genkendt');
    for (const text of [CPR, 'Almindelig', '1961', 'sygedagpenge', 'Sygedagpenge'])
      expect(body).not.toContain(text);
  });

  test('who is kept out sees which rules, all of them, and who can mend them', async () => {
    const { hanne, pair, ids, order } = await openTown();
    const { body } = await hanne.get(pair(ids.shut));
    expect(body).toContain('✕ Ikke på listen. 4 regler står i vejen: Kørekort, Certifikat, Dansk, Startdato');
    expect(body).toContain('Spørg virksomheden, om starten kan vente.');
    // What is blank stays a question beside what is broken.
    expect(body).toMatch(/Timer<\/td>.*?\? Ukendt.*?Timetal mangler/s);
    const api = (await hanne.json('GET', `/api/v1/job-orders/${order}/shortlist/${ids.shut}`)).data<{
      rank: number | null;
      parts: object | null;
      citizen: { id: number | null };
      rules: { rule: string; verdict: string }[];
    }>();
    expect(api).toMatchObject({ rank: null, parts: null, citizen: { id: null, key: 'K2' } });
    expect(api.rules.filter(({ verdict }) => verdict === 'brudt').map(({ rule }) => rule)).toEqual([
      'koerekort',
      'certifikat',
      'danskniveau',
      'startdato',
    ]);
  });

  test('a confirmed word says who confirmed it and when', async () => {
    const { hanne, hanneId, pair, ids, db } = await openTown();
    const text = 'kasserod og plukkeri';
    db.insert(termDecision)
      .values({
        text,
        textKey: textKey(text),
        decision: 'bekraeftet',
        conceptId: 'lagermedarbejder',
        decidedAt: '2026-11-20T10:00:00.000Z',
        decidedBy: hanneId,
      })
      .run();
    const { body } = await hanne.get(pair(ids.fits));
    expect(body).toMatch(/»(kasserod og plukkeri|lagerarbejde)«/);
    const shortlist = await hanne.get(pair(ids.shut));
    expect(shortlist.body).toContain('bekræftet af Navn hanne 20.11.2026');
  });
});

describe('on paper, for the citizen', () => {
  test('says what was compared, what was not, what can be corrected, that a human decides, and the versions', async () => {
    const { app, letter, ids } = await openTown();
    const sara = await signIn(app, 'sara');
    const { body } = await sara.get(letter(ids.fits));
    for (const text of [
      'Hvorfor blev jeg foreslået?',
      'Åben Almindelig',
      'Lagermedarbejder, få timer',
      'Bo Bygger ApS',
      '22.11.2026',
      'Du har oplyst »lagerarbejde«',
      'Det ved vi ikke endnu.',
      'Disse af dine egne ord kunne systemet ikke læse',
      '»xylofonvoks«',
      'dit CPR-nummer og dit navn',
      'din alder og dit køn',
      'dit helbred',
      'Det kan du få rettet',
      'Et menneske bestemmer',
      'artikel 86',
      'Krav 1.000; Ønsker 300',
    ])
      expect(body).toContain(text);
    expect(body).toMatch(/Du står som nummer \d på listen/);
    for (const text of [CPR, '730685', '1961', 'sygedagpenge', 'Sygedagpenge', 'point: ']) {
      expect(body).not.toContain(text);
    }
  });

  test('tells who was kept out why, in the words one says to a person', async () => {
    const { app, letter, ids } = await openTown();
    const sara = await signIn(app, 'sara');
    const { body } = await sara.get(letter(ids.shut));
    for (const text of [
      'Hvorfor blev jeg ikke foreslået?',
      'Jobbet begynder 01.12.2026. Du kan begynde 01.02.2027.',
      'Jobbet kræver dansk mindst A2. Dit niveau står som »A1«.',
      'Jobbet kræver kørekort: B.',
    ])
      expect(body).toContain(text);
    expect(body).toMatch(
      /<strong>Timer<\/strong> <span class="muted">\(vilkår\)<\/span><br\/>\? Ukendt. Det ved vi ikke/,
    );
    expect(body).not.toContain('Borgerens grænse');
  });

  test('the letter never says that all is met when the job requires something the citizen has not told', async () => {
    const { app, hanne, ids } = await openTown();
    const sara = await signIn(app, 'sara');
    const form = { ...ORDER_FORM, virksomhed: String(P), krav: 'lager\r\nsvejsning' };
    const order = /\/jobordrer\/(\d+)/.exec((await hanne.post('/jobordrer', form)).location ?? '')?.[1];
    const { body } = await sara.get(`/borgere/${ids.fits}/forslag/${order}/begrundelse`);
    expect(body).toMatch(/Jobbet kræver også noget, der ikke står blandt dine oplysninger: svejsning\./i);
    expect(body).not.toContain('opfylder');
  });

  test('a konsulent prints it for own orders without the name; each reading is logged', async () => {
    const { hanne, letter, pair, ids, order, db } = await openTown();
    const { body } = await hanne.get(letter(ids.fits));
    expect(body).toContain('Borger K1');
    for (const text of ['Åben', 'Almindelig']) expect(body).not.toContain(text);
    await hanne.get(pair(ids.shut));
    expect(
      readsIn(db).map(({ citizenId, purpose, jobOrderId }) => ({
        id: citizenId,
        purpose,
        order: jobOrderId,
      })),
    ).toEqual([
      { id: ids.fits, purpose: 'forslagsliste', order },
      { id: ids.shut, purpose: 'forslagsliste', order },
    ]);
  });

  test('who may not know the citizen gets what a missing one gets, and nothing is logged', async () => {
    const { app, hanne, letter, pair, ids, db } = await openTown();
    const bare = (body: string) => body.replace(/nonce="[^"]+"/g, '');
    const siv = await signIn(app, 'siv');
    for (const page of [pair, letter]) {
      const missing = await hanne.get(page(999_999));
      expect(missing.status).toBe(404);
      expect(bare((await hanne.get(page(ids.hidden))).body)).toBe(bare(missing.body));
      expect((await siv.get(page(ids.hidden))).status).toBe(404);
      expect((await siv.get(page(ids.elsewhere))).status).toBe(404);
      expect((await (await signIn(app, 'soeren')).get(page(ids.fits))).status).toBe(404);
      expect((await (await signIn(app, 'lea')).get(page(ids.fits))).status).toBe(403);
    }
    expect(readsIn(db)).toEqual([]);
    // Her own protected citizen is Sara's to explain, and the team's open ones are Siv's too.
    const sara = await signIn(app, 'sara');
    expect((await sara.get(letter(ids.hidden))).body).toContain('Skjult Skytten');
    expect((await siv.get(letter(ids.fits))).body).toContain('Åben Almindelig');
  });
});
