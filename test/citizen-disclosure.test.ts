import { describe, expect, test } from 'vitest';
import { auditEvent } from '../db/schema/settings.ts';
import { toldTopics } from '../server/citizens/disclosure.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addCitizen } from './job-orders-builders.ts';
import { readsIn } from './reads.ts';

async function openTown() {
  const opened = await openTestApp();
  const sara = await addUser(opened.db, 'sara', ['sagsbehandler'], 'Borger 1');
  await addUser(opened.db, 'siv', ['sagsbehandler'], 'Borger 1');
  await addUser(opened.db, 'stig', ['sagsbehandler'], 'Borger 2');
  const id = addCitizen(opened.db, { citizenKey: 'K1', name: 'Åse Ærlig', caseworkerUserId: sara });
  const told = () => [...toldTopics(opened.db, id)].sort();
  return { ...opened, id, told };
}

describe('hvad virksomheder må få at vide', () => {
  test('intet må siges, før det er aftalt; aftalen kan ændres, læses i historikken og udskrives', async () => {
    const { app, db, id, told, clock } = await openTown();
    const sara = await signIn(app, 'sara');
    expect(told()).toEqual([]);
    expect((await sara.get(`/borgere/${id}`)).body).toContain('Ikke aftalt: må ikke');

    const saved = await sara.post(`/borgere/${id}/maa-siges`, {
      emne_cv: 'ja',
      emne_timer: 'ja',
      emne_hensyn: 'nej',
      aftalt: '2026-11-20',
    });
    expect(saved.location).toBe(`/borgere/${id}/maa-siges?besked=aftale-gemt`);
    expect(told()).toEqual(['cv', 'timer']);

    clock.now = new Date('2026-11-22T09:30:00Z');
    await sara.post(`/borgere/${id}/maa-siges`, { emne_cv: 'nej', emne_timer: 'ja', aftalt: '2026-11-22' });
    expect(told()).toEqual(['timer']);
    const page = await sara.get(`/borgere/${id}/maa-siges`);
    // Timer was answered as before: it keeps the day on which it was agreed.
    expect(page.body).toContain('Ja, aftalt 20.11.2026');
    expect(page.body).toContain('Nej, aftalt 22.11.2026');
    expect(page.body.match(/gælder/gi)?.length).toBeGreaterThanOrEqual(3);

    const letter = await sara.get(`/borgere/${id}/maa-siges/brev`);
    const [may, mayNot] = letter.body.split('Vi må ikke fortælle om');
    expect(may).toContain('Timer og arbejdstid');
    for (const topic of ['CV: erfaring', 'Behov på arbejdspladsen', 'Navn', 'ikke aftalt'])
      expect(mayNot).toContain(topic);
    const details = db
      .select()
      .from(auditEvent)
      .all()
      .flatMap(({ detail }) => detail ?? []);
    expect(details).toContain('oplysninger til virksomheder: cv, timer, hensyn');
    expect(details).toContain('oplysninger til virksomheder: cv');
  });

  test('den sidste aftale kan fortrydes én gang, og så gælder den forrige', async () => {
    const { app, id, told, clock } = await openTown();
    const sara = await signIn(app, 'sara');
    await sara.post(`/borgere/${id}/maa-siges`, { emne_cv: 'ja', aftalt: '2026-11-20' });
    clock.now = new Date('2026-11-22T09:05:00Z');
    const saved = await sara.post(`/borgere/${id}/maa-siges`, {
      emne_cv: 'nej',
      emne_navn: 'ja',
      aftalt: '2026-11-22',
    });
    expect((await sara.get(saved.location ?? '')).body).toContain('/maa-siges/fortrydelse');
    clock.now = new Date('2026-11-22T09:06:00Z');
    await sara.post(`/borgere/${id}/maa-siges/fortrydelse`, {});
    expect(told()).toEqual(['cv']);
  });

  test('fejl står ved feltet, og det skrevne bliver stående', async () => {
    const { app, id, told } = await openTown();
    const sara = await signIn(app, 'sara');
    for (const [aftalt, fejl] of [
      ['2026-12-01', 'Datoen kan ikke ligge i fremtiden.'],
      ['2026-02-30', 'Skriv den dato, I aftalte det.'],
      ['', 'Skriv den dato, I aftalte det.'],
    ]) {
      const refused = await sara.post(`/borgere/${id}/maa-siges`, { emne_cv: 'ja', aftalt: aftalt ?? '' });
      expect([aftalt, refused.status]).toEqual([aftalt, 422]);
      expect(refused.body).toContain(fejl);
      expect(refused.body).toMatch(/name="emne_cv" value="ja" checked/);
    }
    const empty = await sara.post(`/borgere/${id}/maa-siges`, { emne_cv: 'måske', aftalt: '2026-11-22' });
    expect(empty.body).toContain('Svar ja eller nej til mindst ét emne.');
    expect(told()).toEqual([]);
  });

  test('teamet læser, kun den egne sagsbehandler aftaler, og hver visning logges', async () => {
    const { app, db, id } = await openTown();
    const siv = await signIn(app, 'siv');
    expect((await siv.get(`/borgere/${id}/maa-siges/brev`)).status).toBe(200);
    expect((await siv.get(`/borgere/${id}/maa-siges`)).status).toBe(404);
    const tried = await siv.post(`/borgere/${id}/maa-siges`, { emne_cv: 'ja', aftalt: '2026-11-22' });
    expect(tried.status).toBe(404);
    const stig = await signIn(app, 'stig');
    expect((await stig.get(`/borgere/${id}/maa-siges/brev`)).status).toBe(404);
    expect(readsIn(db)).toHaveLength(1);
  });

  test('et program læser og aftaler under samme regler', async () => {
    const { app, id, told } = await openTown();
    const sara = await signIn(app, 'sara');
    const url = `/api/v1/citizens/${id}/disclosures`;
    const before = await sara.json('GET', url);
    expect(before.data<{ topics: unknown[] }>().topics).toHaveLength(8);
    const answers = [{ topic: 'dansk', may: true }];
    const late = await sara.change('PUT', url, { agreedOn: '2027-01-01', answers });
    expect([late.status, late.body.includes('agreedOn')]).toEqual([422, true]);
    const saved = await sara.change('PUT', url, { agreedOn: '2026-11-22', answers });
    expect(saved.data<{ topics: unknown[] }>().topics).toContainEqual({
      topic: 'dansk',
      may: true,
      agreedOn: '2026-11-22',
    });
    expect(told()).toEqual(['dansk']);
  });
});
