import { beforeAll, describe, expect, test } from 'vitest';
import { auditEvent } from '../db/schema/settings.ts';
import { termDecision } from '../db/schema/taxonomy.ts';
import { type Answer, addUser, type Browser, openTestApp, signIn, stranger, testEngine } from './app.ts';
import { addCitizen, addFirm, ORDER_FORM } from './job-orders-builders.ts';

const P = 1_020_000_001;
/** A word that no taxonomy holds, and one that nearly is a concept's name. */
const UNKNOWN = 'gurkmejeblæsning';
const NEARLY = 'lagr medarbejdre';

// As at a server's start: a page that waits for the engine shows what it has so far.
beforeAll(() => {
  testEngine();
});

/** Three citizens and an open order of hanne's that asks for what the citizens have other words for. */
async function openTown() {
  const opened = await openTestApp();
  const { app, db } = opened;
  await addUser(db, 'hanne', ['konsulent'], 'Nord');
  await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1');
  await addUser(db, 'lea', ['leder']);
  await addUser(db, 'adam', ['administrator']);
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  const skills = [{ text: UNKNOWN }, { text: NEARLY }];
  addCitizen(db, {
    citizenKey: 'K1',
    name: 'Åse Ærlig',
    terms: [...skills, { text: 'truk B', kind: 'certifikat' }],
  });
  addCitizen(db, {
    citizenKey: 'K2',
    name: 'Bo Beskyttet',
    protectedAddress: true,
    terms: [{ text: 'Gurkmejeblæsning!' }],
  });
  addCitizen(db, {
    citizenKey: 'K3',
    name: 'Kim Kendt',
    terms: [{ text: UNKNOWN }, { text: UNKNOWN, kind: 'jobmaal' }],
  });
  const hanne = await signIn(app, 'hanne');
  const made = await hanne.post('/jobordrer', {
    ...ORDER_FORM,
    virksomhed: String(P),
    titel: 'Medhjælper',
    krav: `${UNKNOWN}\r\nRengøring`,
    oensker: '',
    certifikater: '',
    koerekort: '',
    sprog: '',
  });
  const order = made.location?.split('?')[0] ?? '';
  return { ...opened, hanne, order };
}

/** The row of a word on the list, and the address its buttons lead to. */
async function rowOf(browser: Browser, word: string, list = '/ord?vis=ukendt') {
  const { body } = await browser.get(list);
  const row = body.split('<tr>').find((part) => part.includes(`<span class="term">${word}</span>`)) ?? '';
  return { row, address: /\/ord\/[A-Za-z0-9_-]{22}/.exec(row)?.[0] ?? '/ord/findesikke', body };
}

/** A page as it is read, without its marks. */
const wordsOf = ({ body }: Answer) => body.replaceAll(/<[^>]*>/g, '');
const UNDERSTOOD = /»gurkmejeblæsning« → (?:er forstået som )?Lagermedarbejder/;

const numbersIn = (row: string) =>
  [...row.matchAll(/<td class="number"[^>]*>([\d.]+)</g)].map((match) => match[1]);

describe('the list', () => {
  test('shows what nobody understands, most widespread first, with counts and without people', async () => {
    const { hanne, db } = await openTown();
    addCitizen(db, { citizenKey: 'K4', terms: [{ text: 'xyløfonqvist' }] });
    const { row, body } = await rowOf(hanne, UNKNOWN);
    expect(numbersIn(row)).toEqual(['3', '1']);
    expect(row).toContain('Kompetence, Jobmål, Krav');
    expect(body.indexOf(UNKNOWN)).toBeLessThan(body.indexOf('xyløfonqvist'));
    // Tokens are chance letters, and have any two of them now and then.
    const shown = body.replaceAll(/[\w-]{22,}/g, '');
    for (const secret of ['Åse', 'Beskyttet', 'Kim', 'K1', 'K2', '/borgere/'])
      expect(shown).not.toContain(secret);
    const suggested = await rowOf(hanne, NEARLY, '/ord');
    expect(suggested.row).toContain('Det er Lagermedarbejder');
    expect(suggested.body).not.toContain(UNKNOWN);
  });

  test('says what a yes to a certificate does before anybody says it', async () => {
    const { hanne } = await openTown();
    const { row } = await rowOf(hanne, 'truk B', '/ord');
    expect(row).toContain('kun et menneske kan sige ja');
    expect(row).toMatch(/Herefter tæller ordet som <strong>[^<]*B<\/strong> for 1 borger og 0 ordrer/);
  });

  test('is searched with any spelling of æøå, filtered by field, and paged', async () => {
    const { hanne, db } = await openTown();
    const terms = Array.from({ length: 60 }, (_, at) => ({
      text: `xyløfon${String(at).padStart(2, '0')}qvist`,
    }));
    addCitizen(db, { citizenKey: 'K9', terms });
    const found = await hanne.get('/ord?vis=ukendt&q=GURKMEJEBLAESNING');
    expect(found.body).toContain(UNKNOWN);
    expect((await hanne.get(`/ord?vis=ukendt&q=${encodeURIComponent('xyløfon07')}`)).body).toContain(
      '1–1 af 1',
    );
    expect((await hanne.get('/ord?vis=ukendt&slags=jobmaal')).body).toContain(UNKNOWN);
    expect((await hanne.get('/ord?vis=ukendt&slags=sprog')).body).toContain('Fjern søgning og filter');
    expect((await hanne.get('/ord?vis=ukendt')).body).toContain('1–50 af 61');
    expect((await hanne.get('/ord?vis=ukendt&side=2')).body).toContain('51–61 af 61');
    expect((await hanne.get('/ord?vis=besluttet')).body).toContain('Der er ikke besluttet noget endnu');
    for (const odd of ['/ord?vis=alt&slags=x&side=-1', '/ord?q=%27%3B%20DROP', '/ord?q=%F0%9F%98%80'])
      expect((await hanne.get(odd)).status).toBe(200);
  });

  test('hides what looks like a CPR number, and lets nobody make a word of it', async () => {
    const { hanne, db } = await openTown();
    addCitizen(db, {
      citizenKey: 'K5',
      terms: [{ text: 'datter 730685-1234 hjælper' }, { text: 'ø'.repeat(220) }],
    });
    const { body } = await hanne.get('/ord?vis=ukendt');
    expect(body).not.toContain('730685');
    expect(body).toContain('datter ••••••-•••• hjælper');
    expect(body).toContain('ligner et CPR-nummer');
    expect(body).toContain('For lang til at være ét ord');
    expect(body).not.toContain('730685');
  });

  test('is empty in plain words when everything is understood', async () => {
    const { app, db } = await openTestApp();
    await addUser(db, 'sara', ['sagsbehandler']);
    const sara = await signIn(app, 'sara');
    expect((await sara.get('/ord')).body).toContain('Der er ingen forslag at tage stilling til');
    expect((await sara.get('/ord?vis=ukendt')).body).toContain('Alle ord er kendt eller besluttet');
  });
});

describe('a decision', () => {
  test('is followed by the shortlist at once, says who and when, and is gone when it is taken back', async () => {
    const { app, db, hanne, order } = await openTown();
    const shortlist = `${order}/forslag`;
    expect(wordsOf(await hanne.get(shortlist))).not.toMatch(UNDERSTOOD);
    const sara = await signIn(app, 'sara');
    const { address } = await rowOf(sara, UNKNOWN);
    const answered = await sara.post(`${address}/beslutning`, {
      svar: 'ja',
      begreb: 'lagermedarbejder',
      liste: 'vis=ukendt',
    });
    expect(answered.location).toMatch(/^\/ord\?vis=ukendt&beslutning=\d+$/);
    const list = (await sara.get(answered.location ?? '')).body;
    expect(list).toContain(`»${UNKNOWN}« tæller herefter som Lagermedarbejder for 3 borgere og 1 ordre.`);
    expect(list).toContain('Fortryd');
    expect(list).not.toContain(`<span class="term">${UNKNOWN}</span>`);

    const followed = wordsOf(await hanne.get(shortlist));
    expect(followed).toMatch(UNDERSTOOD);
    expect(followed).toContain('bekræftet');
    const decided = (await hanne.get('/ord?vis=besluttet')).body;
    expect(decided).toContain('Rettet');
    expect(decided).toMatch(/Navn sara, 22\.11\.2026/);

    const undo = /\/ord\/beslutninger\/\d+\/tilbagetraekning/.exec(list)?.[0] ?? '';
    const taken = await sara.post(undo, { liste: 'vis=ukendt' });
    expect((await sara.get(taken.location ?? '')).body).toContain('trukket tilbage');
    expect(wordsOf(await hanne.get(shortlist))).not.toMatch(UNDERSTOOD);
    expect((await rowOf(sara, UNKNOWN)).row).not.toBe('');
    expect((await sara.get('/ord?vis=besluttet')).body).not.toContain(UNKNOWN);
    expect((await sara.get('/ord?vis=besluttet&trukne=ja')).body).toContain('af Navn sara');
    const events = db
      .select()
      .from(auditEvent)
      .all()
      .filter(({ entity }) => entity === 'term_decision');
    expect(events.map(({ action }) => action)).toEqual(['beslut', 'traek_tilbage']);
    expect(JSON.stringify(events)).not.toContain(UNKNOWN);
  });

  test('one click confirms what was suggested', async () => {
    const { hanne, db } = await openTown();
    const { address } = await rowOf(hanne, NEARLY, '/ord');
    await hanne.post(`${address}/beslutning`, { svar: 'ja', begreb: 'lagermedarbejder' });
    await hanne.post(`${address}/beslutning`, { svar: 'ja', begreb: 'lagermedarbejder' });
    expect(db.select().from(termDecision).all()).toMatchObject([
      { text: NEARLY, decision: 'bekraeftet', conceptId: 'lagermedarbejder', withdrawnAt: null },
    ]);
    expect((await rowOf(hanne, NEARLY, '/ord')).row).toBe('');
  });

  test('a certificate counts for an order that demands it only after somebody’s yes', async () => {
    const { hanne } = await openTown();
    const made = await hanne.post('/jobordrer', {
      ...ORDER_FORM,
      virksomhed: String(P),
      krav: '',
      oensker: '',
      koerekort: '',
      sprog: '',
      certifikater: 'Gaffeltruckcertifikat B',
    });
    const shortlist = `${made.location?.split('?')[0]}/forslag`;
    expect((await hanne.get(shortlist)).body).not.toContain('K1');
    const { address, row } = await rowOf(hanne, 'truk B', '/ord');
    const begreb = /name="begreb" value="([^"]+)"/.exec(row)?.[1] ?? '';
    await hanne.post(`${address}/beslutning`, { svar: 'ja', begreb });
    expect((await hanne.get(shortlist)).body).toContain('K1');
  });

  test('a no is never asked again, and a word that names nothing neither', async () => {
    const { hanne, db } = await openTown();
    const nearly = await rowOf(hanne, NEARLY, '/ord');
    const answered = await hanne.post(`${nearly.address}/beslutning`, {
      svar: 'nej',
      begreb: 'lagermedarbejder',
    });
    expect((await hanne.get(answered.location ?? '')).body).toContain(
      'er ikke Lagermedarbejder. Der bliver ikke spurgt igen',
    );
    const unknown = await rowOf(hanne, UNKNOWN);
    await hanne.post(`${unknown.address}/beslutning`, { svar: 'ingen' });
    addCitizen(db, { citizenKey: 'K8', terms: [{ text: NEARLY.toUpperCase() }, { text: UNKNOWN }] });
    for (const list of ['/ord', '/ord?vis=ukendt']) {
      const { body } = await hanne.get(list);
      for (const word of [NEARLY, NEARLY.toUpperCase(), UNKNOWN])
        expect(body).not.toContain(`<span class="term">${word}</span>`);
    }
    const decided = (await hanne.get('/ord?vis=besluttet')).body;
    expect(decided).toContain('Ingen kompetence');
    expect(numbersIn(decided.split('<tr>').find((row) => row.includes(NEARLY)) ?? '')).toEqual(['2', '0']);
  });

  test('two colleagues cannot answer over each other', async () => {
    const { app, hanne, db } = await openTown();
    const sara = await signIn(app, 'sara');
    const { address } = await rowOf(hanne, UNKNOWN);
    await hanne.post(`${address}/beslutning`, { svar: 'ja', begreb: 'lagermedarbejder' });
    const late = await sara.post(`${address}/beslutning`, { svar: 'ingen' });
    expect(late.status).toBe(409);
    expect(late.body).toContain('En kollega har svaret i mellemtiden');
    expect(db.select().from(termDecision).all()).toHaveLength(1);
  });

  test('bad input is refused in plain words and remembers nothing', async () => {
    const { hanne, db } = await openTown();
    const { address } = await rowOf(hanne, UNKNOWN);
    expect((await hanne.post(`${address}/beslutning`, { svar: 'ja', begreb: 'findes-ikke' })).status).toBe(
      422,
    );
    expect((await hanne.post(`${address}/beslutning`, { svar: 'ja' })).status).toBe(422);
    expect((await hanne.post(`${address}/beslutning`, { svar: 'maaske' })).status).toBe(400);
    expect((await hanne.post('/ord/AAAAAAAAAAAAAAAAAAAAAA/beslutning', { svar: 'ingen' })).status).toBe(404);
    expect((await hanne.get('/ord/AAAAAAAAAAAAAAAAAAAAAA')).status).toBe(404);
    expect((await hanne.post('/ord/beslutninger/999/tilbagetraekning', {})).status).toBe(404);
    const elsewhere = await hanne.post(`${address}/beslutning`, { svar: 'ingen', liste: '//ond.dk/?x=1' });
    expect(elsewhere.location).toMatch(/^\/ord\?vis=foreslaaet&beslutning=\d+$/);
    expect(db.select().from(termDecision).all()).toHaveLength(1);
  });
});

describe('choosing another meaning', () => {
  test('works without JavaScript: a page, a search step, a button', async () => {
    const { hanne, db } = await openTown();
    const { address } = await rowOf(hanne, UNKNOWN);
    const page = await hanne.get(`${address}?vis=ukendt&q=gurk`);
    expect(page.body).toContain('Mente du');
    expect(page.body).toContain('Ordet er ingen kompetence');
    const found = await hanne.get(`${address}?vis=ukendt&liste_q=gurk&soeg=rengoring`);
    expect(found.body).toContain('Fundet for »rengoring«');
    const choice =
      /<form method="post"[^>]*>.*?name="begreb" value="([^"]+)".*?name="liste" value="([^"]+)"/s.exec(
        found.body.slice(found.body.indexOf('id="fundet"')),
      );
    expect(choice?.[2]?.replaceAll('&amp;', '&')).toBe('vis=ukendt&q=gurk');
    await hanne.post(`${address}/beslutning`, { svar: 'ja', begreb: choice?.[1] ?? '' });
    expect(db.select().from(termDecision).all()).toMatchObject([
      { decision: 'rettet', conceptId: choice?.[1] },
    ]);
  });

  test('finds concepts by their other names and with slips of the pen', async () => {
    const { hanne } = await openTown();
    const { address } = await rowOf(hanne, UNKNOWN);
    const search = async (text: string) =>
      (await hanne.get(`${address}?soeg=${encodeURIComponent(text)}`)).body;
    expect(await search('lagermedarbejdr')).toContain('<strong>Lagermedarbejder</strong>');
    expect(await search('Stort kørekort')).toContain('Kørekort C');
    expect(await search('😀')).toContain('Ingen begreber ligner det');
  });
});

describe('who may', () => {
  test('leder and administrator see and take back, but do not decide', async () => {
    const { app, hanne, db } = await openTown();
    const { address } = await rowOf(hanne, UNKNOWN);
    for (const name of ['lea', 'adam']) {
      const reader = await signIn(app, name);
      const { row, body } = await rowOf(reader, NEARLY, '/ord');
      expect(row).toContain('Lagermedarbejder');
      expect(body).not.toContain('Det er Lagermedarbejder');
      expect((await reader.get(address)).status).toBe(403);
      expect((await reader.post(`${address}/beslutning`, { svar: 'ingen' })).status).toBe(403);
    }
    await hanne.post(`${address}/beslutning`, { svar: 'ingen' });
    const lea = await signIn(app, 'lea');
    const [decision] = db.select().from(termDecision).all();
    await lea.post(`/ord/beslutninger/${decision?.id}/tilbagetraekning`, {});
    expect(db.select().from(termDecision).all()[0]?.withdrawnAt).not.toBeNull();
    expect((await stranger(app).get('/ord')).status).toBe(303);
  });
});

describe('for programs', () => {
  interface ApiTerms {
    total: number;
    counts: Record<string, number>;
    items: { ref: string; text: string; citizens: number; suggestion: { conceptId: string } | null }[];
  }

  test('the same words, answers and rights', async () => {
    const { app, hanne } = await openTown();
    const terms = (await hanne.json('GET', '/api/v1/terms?tab=ukendt&q=gurkmeje')).data<ApiTerms>();
    expect(terms).toMatchObject({ total: 1, items: [{ text: UNKNOWN, citizens: 3, suggestion: null }] });
    const { items: concepts } = (await hanne.json('GET', '/api/v1/concepts?q=lagermedarbejdr')).data<{
      items: { id: string; label: string }[];
    }>();
    expect(concepts[0]).toMatchObject({ id: 'lagermedarbejder', label: 'Lagermedarbejder' });
    const given = { ref: terms.items[0]?.ref, answer: 'ja', conceptId: concepts[0]?.id };
    const lea = await signIn(app, 'lea');
    expect((await lea.json('POST', '/api/v1/term-decisions', given)).status).toBe(403);
    const made = await hanne.json('POST', '/api/v1/term-decisions', given);
    expect(made.status).toBe(201);
    const { id } = made.data<{ id: number }>();
    expect((await lea.json('GET', '/api/v1/term-decisions')).data()).toMatchObject({
      total: 1,
      items: [{ id, text: UNKNOWN, decision: 'rettet', label: 'Lagermedarbejder', citizens: 3, orders: 1 }],
    });
    const clash = await hanne.json('POST', '/api/v1/term-decisions', { ...given, answer: 'ingen' });
    expect(clash.status).toBe(409);
    expect((await lea.json('POST', `/api/v1/term-decisions/${id}/withdrawal`)).status).toBe(204);
    expect((await lea.json('GET', '/api/v1/term-decisions')).data()).toMatchObject({ total: 0 });
    for (const odd of ['terms?tab=besluttet', 'terms?side=2', 'concepts', 'term-decisions?limit=0'])
      expect((await hanne.json('GET', `/api/v1/${odd}`)).status).toBe(400);
    expect((await hanne.json('POST', '/api/v1/term-decisions', { ref: 'x', answer: 'ja' })).status).toBe(404);
  });
});
