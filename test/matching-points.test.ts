import { expect, test } from 'vitest';
import { rankOrder } from '../workers/matching/engine.ts';
import type { MatchCitizen } from '../workers/matching/types.ts';
import { citizen, engine, need, order, snapshot, term, today } from './matching-builders.ts';

test('related skills earn less and stand apart; nothing related stands under fits', () => {
  const asks = order({ title: 'x', requirements: [need('krav', 'lagermedarbejder')] });
  const exact = engine.judge(asks, citizen(), today);
  const near = citizen({ terms: [term('kompetence', 'truckfører')] });
  const related = engine.judge(asks, near, today);
  expect(exact.parts).toMatchObject({ krav: 1000, beslaegtet: 0 });
  expect(related.parts).toMatchObject({ krav: 0, beslaegtet: 250 });
  const reasons = engine.explain(asks, near, today);
  expect(reasons.related.map(({ concept }) => concept)).toEqual(['lagermedarbejder']);
  expect(reasons.fits.map(({ concept }) => concept)).not.toContain('lagermedarbejder');
});

test('job goals count A before B before C, and experience by years and how recent', () => {
  const asks = order({ title: 'Kok' });
  const goals = (...texts: string[]) =>
    engine.judge(asks, citizen({ terms: texts.map((text) => term('jobmaal', text)) }), today).parts.jobmaal;
  expect([
    goals('kok', 'tjener', 'buschauffør'),
    goals('tjener', 'kok', 'x'),
    goals('x', 'tjener', 'kok'),
  ]).toEqual([160, 110, 70]);
  const cooked = (years: number, lastYear: number) =>
    engine.judge(asks, citizen({ terms: [term('erfaring', 'kok', { years, lastYear })] }), today).parts
      .erfaring;
  expect(cooked(5, 2026)).toBeGreaterThan(cooked(2, 2026));
  expect(cooked(5, 2026)).toBeGreaterThan(cooked(5, 2015));
});

test('unknown text neither helps nor hurts, and is shown; no skills is said, not punished', () => {
  const plain = order({ requirements: [need('krav', 'lager')] });
  const odd = order({ requirements: [need('krav', 'lager'), need('krav', 'xylofonvoks')] });
  expect(engine.judge(odd, citizen(), today)).toEqual(engine.judge(plain, citizen(), today));
  expect(engine.explain(odd, citizen(), today).unknown).toContainEqual(
    expect.objectContaining({ requirement: 'xylofonvoks', points: 0 }),
  );
  const few = engine.explain(plain, citizen({ terms: [] }), today).unknown.map(({ text }) => text);
  expect(few.join()).toContain('For få oplysninger');
});

test('a licence or a personal quality counts, but brings nobody on the list by itself', () => {
  const asks = order({ title: 'Tømrer', requirements: [need('koerekort', 'B'), need('krav', 'mødestabil')] });
  const held = term('koerekort', 'B');
  const carpenter = citizen({ terms: [held, term('erfaring', 'tømrer', { years: 4 })] });
  const steady = citizen({ id: 2, terms: [held, term('kompetence', 'mødestabil')] });
  const { market, idOf } = snapshot({ orders: [asks], citizens: [carpenter, steady] });
  expect(rankOrder(market, 7, 10).rows.map(idOf)).toEqual([1]);
  const both = citizen({ id: 3, terms: [...carpenter.terms, term('kompetence', 'mødestabil')] });
  const more = snapshot({ orders: [asks], citizens: [carpenter, both] });
  expect(rankOrder(more.market, 7, 10).rows.map(more.idOf)).toEqual([3, 1]);
  const onlyThat = snapshot({
    orders: [order({ title: '🚛', requirements: [need('krav', 'mødestabil')] })],
    citizens: [steady],
  });
  expect(rankOrder(onlyThat.market, 7, 10).rows.map(onlyThat.idOf)).toEqual([2]);
});

test('»og« asks for both, »eller« for one of them', () => {
  const both = citizen({ terms: [term('kompetence', 'truckfører'), term('kompetence', 'rengøring')] });
  const one = citizen({ id: 2, terms: [term('kompetence', 'rengøring')] });
  const points = (text: string, who: MatchCitizen) =>
    engine.judge(order({ title: '🚛', requirements: [need('krav', text)] }), who, today).parts.krav;
  expect(points('truckfører og rengøring', both)).toBe(1000);
  expect(points('truckfører og rengøring', one)).toBe(500);
  expect(points('truckfører eller rengøring', one)).toBe(1000);
});

test('years and expiry are read from a skill and a certificate that say so', () => {
  const cook = order({ title: 'Kok', requirements: [] });
  const said = engine.judge(cook, citizen({ terms: [term('kompetence', '5 års erfaring som kok')] }), today);
  const typed = engine.judge(cook, citizen({ terms: [term('erfaring', 'kok', { years: 5 })] }), today);
  expect(said.parts.erfaring).toBe(typed.parts.erfaring);
  const driver = order({ requirements: [need('certifikat', 'ADR')] });
  const holder = (text: string) =>
    engine.judge(driver, citizen({ terms: [term('certifikat', text)] }), today);
  expect(holder('ADR til 2029').excluded).toBeNull();
  expect(holder('ADR udløbet 2023').excluded?.reason).toBe('certifikat');
});
