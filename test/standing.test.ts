import { expect, test } from 'vitest';
import { liveCitizenAnswer, liveOrderAnswer } from '../server/matching/standings.ts';
import {
  citizenStandings,
  type Engine,
  openSnapshot,
  orderStanding,
  rankOrder,
  rankOrdersForCitizen,
  type Standing,
  type Step,
  specAt,
} from '../workers/matching/engine.ts';
import { finish } from '../workers/matching/steps.ts';
import {
  type FirmBar,
  FUNCTIONAL_NEEDS,
  type MatchCitizen,
  type MatchOrder,
  ORDER_TYPES,
  type Requirement,
  type RuleAnswer,
  type Transport,
  WORKING_TIMES,
} from '../workers/matching/types.ts';
import { citizen as anyCitizen, order as anyOrder, engine, term } from './matching-builders.ts';

const today = '2026-11-22';

function citizen(id: number, more: Partial<MatchCitizen> = {}): MatchCitizen {
  const facts: Partial<MatchCitizen> = {
    workingTimes: ['dag'],
    danishWritten: 'B1',
    transports: ['offentlig'],
    canStart: null,
  };
  return anyCitizen({ id, ...facts, ...more });
}

function order(id: number, more: Partial<MatchOrder> = {}): MatchOrder {
  return anyOrder({ id, type: 'smaajob', hoursMin: 20, postcode: '2620', ...more });
}

interface Town {
  orders: MatchOrder[];
  citizens: MatchCitizen[];
  setAside?: { orderId: number; citizenId: number }[];
}

function open(town: Town, using: Engine = engine) {
  const { bytes, places } = using.encode({ ...town, today, runKey: 'k', secret: 's' });
  const market = openSnapshot(bytes);
  const specs = market.orderIds.map((_, at) => specAt(market, at));
  return { market, places: [...places], specs };
}

/** What each citizen is told when nobody is on any stored list but for those who match. */
function answersFor(town: Town) {
  return town.citizens.map((person) => {
    return finish(liveCitizenAnswer(engine, person, { orders: town.orders, setAside: new Set(), today }));
  });
}

function answerForOrder(town: Town) {
  const [only] = town.orders;
  if (!only) throw new Error('no order');
  const { market, specs } = open(town);
  return liveOrderAnswer(
    engine,
    only,
    specs.slice(0, 1).map((spec) => ({ market, order: spec })),
  );
}

const needTruck: Requirement = { kind: 'certifikat', text: 'Truckcertifikat B', kanLaeres: false };
const needC: Requirement = { kind: 'koerekort', text: 'Kørekort C', kanLaeres: false };

test.each<[string, Partial<MatchCitizen>, Partial<MatchOrder>, string, string, string]>([
  [
    'et kørekort',
    {},
    { requirements: [needC] },
    'koerekort',
    'sagsbehandler',
    'Kørekort C (lastbil): den ene ordre, borgeren ellers passer til, kræver det.',
  ],
  ['et certifikat', {}, { requirements: [needTruck] }, 'certifikat', 'sagsbehandler', 'kræver det.'],
  [
    'dansk',
    { danish: 'A2' },
    { danishMin: 'B1' },
    'danskniveau',
    'sagsbehandler',
    'Dansk, mindst B1: den ene ordre',
  ],
  [
    'timer',
    { hoursMax: 15, hoursMin: 10 },
    { hoursMin: 30 },
    'timer',
    'sagsbehandler',
    'er på andre timer end borgerens 10–15; den nærmeste er på 30–37.',
  ],
  ['arbejdstid', {}, { workingTimes: ['nat'] }, 'arbejdstid', 'sagsbehandler', '(nat mod borgerens dag)'],
  [
    'startdato',
    { canStart: '2027-02-01' },
    {},
    'startdato',
    'sagsbehandler',
    'før borgeren kan den 01.02.2027; den nærmeste starter 01.12.2026.',
  ],
  [
    'rejsetid',
    { postcode: '8000' },
    {},
    'rejsetid',
    'sagsbehandler',
    'længere væk end borgerens grænse på 45 minutter; den nærmeste ca. ',
  ],
  [
    'målgruppe',
    { allowed: { smaajob: 'nej' } },
    {},
    'maalgruppe',
    'konsulent',
    'er af typen småjob, som borgerens målgruppe ikke kan få',
  ],
  [
    'arbejdsgiver',
    { hasEmployer: true },
    { type: 'ordinaer' },
    'har_arbejdsgiver',
    'sagsbehandler',
    'ordinære',
  ],
  [
    'et forløb på fuld tid',
    { placedUntil: '2027-03-12' },
    { type: 'ordinaer' },
    'i_forloeb',
    'sagsbehandler',
    'I forløb: borgeren er i forløb til 12.03.2027 på fuld tid, og den ene ordre',
  ],
  [
    'vilkår',
    { needs: ['ingen_tunge_loeft'] },
    { unavoidable: ['ingen_tunge_loeft'] },
    'vilkaar',
    'konsulent',
    'har vilkår, der ikke kan tilpasses',
  ],
  ['spærret', {}, { firmBar: 'blokade' }, 'virksomhed', 'konsulent', 'der ikke kan henvises til nu'],
  ['nej', { mayBeShared: false }, {}, 'maa_ikke_deles', 'sagsbehandler', 'passer ellers til 1 ordre.'],
  [
    'intet at sammenligne',
    { terms: [] },
    {},
    'for_faa_oplysninger',
    'sagsbehandler',
    'ingen kompetencer, erfaring eller certifikater er registreret.',
  ],
  [
    'ord ingen forstår',
    { terms: [term('kompetence', 'qwxyzt vbnmkj')] },
    {},
    'ord_ikke_forstaaet',
    'sagsbehandler',
    '»qwxyzt vbnmkj«',
  ],
  [
    'noget helt andet',
    { terms: [term('kompetence', 'frisør')] },
    {},
    'intet_til_faelles',
    'sagsbehandler',
    'søger Lager',
  ],
])('borgeren får ét svar: %s', (_name, person, wanted, rule, who, words) => {
  const town = { citizens: [citizen(1, person)], orders: [order(1, wanted)] };
  const [answer] = answersFor(town);
  expect(answer).toMatchObject({ rule, whoCanFix: who });
  expect(answer?.answer).toContain(words);
  const fromOrder = answerForOrder(town);
  expect(fromOrder).not.toBeNull();
  expect(fromOrder?.answer).not.toContain('Borger');
});

test('det svar, der åbner flest ordrer, vinder, og tallene står i svaret', () => {
  const orders = [1, 2, 3].map((id) => order(id, { requirements: [needC] }));
  orders.push(order(4, { hoursMin: 40, hoursMax: 48 }));
  const [answer] = answersFor({ citizens: [citizen(1)], orders });
  expect(answer?.answer).toMatch(
    /^Kørekort C \(lastbil\): 3 af 4 ordrer, borgeren ellers passer til, kræver det\./,
  );
});

test('ordren siger, hvor mange der mangler kun det ene', () => {
  const citizens = [1, 2, 3].map((id) => citizen(id));
  const answer = answerForOrder({ citizens, orders: [order(1, { requirements: [needTruck] })] });
  expect(answer).toMatchObject({ rule: 'certifikat', whoCanFix: 'konsulent' });
  expect(answer?.answer).toMatch(
    /: 3 borgere passer på alt andet, men mangler det\. Konsulenten kan spørge, om det kan skaffes inden start eller læres/,
  );
});

test('ingen ordrer og ingen borgere er også et svar', () => {
  expect(answersFor({ citizens: [citizen(1)], orders: [] })).toMatchObject([{ rule: 'ingen_ordrer' }]);
  expect(answerForOrder({ citizens: [], orders: [order(1)] })).toMatchObject({ rule: 'ingen_borgere' });
});

test('en beskyttet adresse får ord for ord det samme svar som et nej', () => {
  const town = { orders: [order(1), order(2, { requirements: [needC] })] };
  const [no, hidden] = answersFor({
    ...town,
    citizens: [citizen(1, { mayBeShared: false }), citizen(2, { protectedAddress: true })],
  });
  expect(hidden).toEqual(no);
});

test('kan ét skridt ikke gøre det, nævner svaret dem alle', () => {
  const person = citizen(1, { hoursMin: 5, hoursMax: 10, danish: 'A1' });
  const wanted = order(1, { requirements: [needC], danishMin: 'B1', hoursMin: 30 });
  const [answer] = answersFor({ citizens: [person], orders: [wanted] });
  expect(answer?.rule).toBe('koerekort');
  expect(answer?.answer).toMatch(
    /^Tre ting står i vejen for den nærmeste ordre: Kørekort C \(lastbil\) mangler, dansk på mindst B1 er ikke nået og timerne \(30–37\) passer ikke\./,
  );
});

/** A town drawn by lot, with everything that can stand in the way. */
function drawTown(seed: number): Required<Town> {
  let state = seed;
  const draw = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pick = <T>(from: readonly T[]): T => from[draw(from.length)] as T;
  const seldom = <T>(value: T, otherwise: T): T => (draw(5) === 0 ? value : otherwise);
  const skills = ['lagerarbejde', 'rengøring', 'kok', 'svejsning', 'frisør', 'kundeservice', 'kassearbejde'];
  const orders = Array.from({ length: 30 }, (_, at) =>
    order(at + 1, {
      type: pick(ORDER_TYPES),
      title: pick(['Lagermedarbejder', 'Rengøringsassistent', 'Kok', 'Svejser', 'Kundeservice', 'Zxqw jkl']),
      requirements: [
        ...(draw(3) > 0 ? [{ kind: 'krav' as const, text: pick(skills), kanLaeres: false }] : []),
        ...(draw(4) === 0 ? [needC] : []),
        ...(draw(4) === 0 ? [needTruck] : []),
        ...seldom([{ kind: 'certifikat' as const, text: 'Husets eget bevis 7', kanLaeres: false }], []),
      ],
      danishMin: seldom('B2', null),
      danishOralMin: seldom('B1', null),
      hoursMin: pick([5, 15, 30]),
      hoursMax: pick([30, 37]),
      workingTimes: seldom(['nat', 'weekend'], ['dag']),
      allWorkingTimes: draw(2) === 0,
      unavoidable: seldom([pick(FUNCTIONAL_NEEDS)], []),
      firmBar: seldom<FirmBar | null>('blokade', null),
      postcode: pick(['2620', '2000', '8000', '5000', null]),
      startDate: pick(['2026-12-01', '2027-03-01', null]),
    }),
  );
  const citizens = Array.from({ length: 150 }, (_, at) =>
    citizen(at + 1, {
      terms: Array.from({ length: draw(3) }, () =>
        term(pick(['kompetence', 'jobmaal'] as const), pick([...skills, 'qwxyzt vbnmkj'])),
      ),
      hoursMin: pick([0, 10, 38]),
      hoursMax: pick([12, 37, 40]),
      workingTimes: seldom([pick(WORKING_TIMES)], []),
      danish: pick(['A1', 'B1', 'C1', null]),
      danishOral: pick(['A1', 'B2', null]),
      transports: [pick<Transport>(['gang', 'offentlig', 'bil'])],
      maxTravelMinutes: pick([15, 45, null]),
      postcode: pick(['2620', '8000', '5000', null]),
      needs: seldom([pick(FUNCTIONAL_NEEDS)], []),
      canStart: seldom('2027-06-01', null),
      mayBeShared: pick([true, true, null, false]),
      protectedAddress: draw(10) === 0,
      hasEmployer: draw(4) === 0,
      placedUntil: seldom('2027-05-01', null),
      allowed: Object.fromEntries(
        ORDER_TYPES.map((type) => [type, pick<RuleAnswer>(['ja', 'nej', 'mangler'])]),
      ),
    }),
  );
  const setAside = Array.from({ length: 20 }, (_, at) => ({ orderId: at + 1, citizenId: 1 + draw(150) }));
  return { orders, citizens, setAside };
}

/** Does what the answer says, on both sides of the pair. */
function mend(person: MatchCitizen, wanted: MatchOrder, steps: Step[], named: (step: Step) => string[]) {
  const who = { ...person, terms: [...person.terms], allowed: { ...person.allowed } };
  const what = { ...wanted };
  for (const step of steps) {
    const papers = (kind: 'koerekort' | 'certifikat') =>
      who.terms.push(...named(step).map((text) => term(kind, text)));
    const ways: Record<Step['hurdle'], () => unknown> = {
      koerekort: () => papers('koerekort'),
      certifikat: () => papers('certifikat'),
      danskniveau: () => {
        const field = (['danish', 'danishOral', 'danishWritten'] as const)[step.side ?? 0] ?? 'danish';
        who[field] = 'C2';
      },
      timer: () => Object.assign(who, { hoursMin: what.hoursMin, hoursMax: what.hoursMax }),
      arbejdstid: () => Object.assign(who, { workingTimes: what.workingTimes }),
      startdato: () => Object.assign(who, { canStart: what.startDate }),
      rejsetid: () => Object.assign(who, { postcode: what.postcode, maxTravelMinutes: 30 }),
      maalgruppe: () => Object.assign(who.allowed, { [what.type]: 'ja' }),
      har_arbejdsgiver: () => Object.assign(who, { hasEmployer: false }),
      i_forloeb: () => Object.assign(who, { placedUntil: null }),
      vilkaar: () => Object.assign(what, { unavoidable: [] }),
      virksomhed: () => Object.assign(what, { firmBar: null }),
      maa_ikke_deles: () => Object.assign(who, { mayBeShared: true, protectedAddress: false }),
      sat_til_side: () => undefined,
      intet_til_faelles: () =>
        who.terms.push(...named(step).flatMap((text) => [term('jobmaal', text), term('kompetence', text)])),
    };
    ways[step.hurdle]();
  }
  return { who, what };
}

function mendedPair(
  town: Required<Town>,
  opened: ReturnType<typeof open>,
  standing: Standing,
  orderAt: number,
) {
  const { market, places, specs } = opened;
  const spec = specs[orderAt];
  const person = town.citizens.find(({ id }) => id === places[standing.citizen]);
  const wanted = town.orders.find(({ id }) => id === spec?.id);
  if (!person || !wanted || !spec) throw new Error('the answer names nobody');
  const label = (key: number) => {
    const id = market.keys[key];
    return id ? [engine.concepts.get(id)?.label ?? id] : [];
  };
  const named = (step: Step) => {
    if (step.group !== null) {
      const labels = (spec.hard[step.group]?.keys ?? []).flatMap(label);
      return labels.length > 0 ? labels : ['Husets eget bevis 7'];
    }
    return spec.title.length > 0
      ? label(spec.title[0] ?? -1)
      : label(spec.wanted.find(({ alone }) => alone)?.keys[0] ?? -1);
  };
  const { who, what } = mend(person, wanted, standing.steps, named);
  const isBack = standing.steps.some(({ hurdle }) => hurdle === 'sat_til_side');
  const setAside = isBack
    ? []
    : town.setAside.filter(({ citizenId, orderId }) => citizenId === who.id && orderId === what.id);
  return open({ citizens: [who], orders: [what], setAside });
}

test.each([1, 2, 3, 4])(
  'enhver uden forslag får ét svar, og gør man, hvad det siger, kommer forslaget (by %i)',
  (seed) => {
    const town = drawTown(seed);
    const opened = open(town);
    const { market, specs } = opened;
    const lists = market.orderIds.map((id) => rankOrder(market, id, 3).rows.map(({ place }) => place));
    const listed = new Set(lists.flat());
    const standings = finish(citizenStandings(market, specs, listed));

    const without = [...opened.places.keys()].filter((place) => !listed.has(place));
    expect(standings.map((standing) => standing.citizen)).toEqual(without);
    expect(new Set(standings.flatMap(({ steps }) => steps.map(({ hurdle }) => hurdle))).size).toBeGreaterThan(
      6,
    );
    for (const standing of standings) {
      const own = rankOrdersForCitizen(market, standing.citizen, 5);
      expect(own.length > 0).toBe(standing.noPair === 'andre_foran');
      if (standing.noPair !== null) continue;
      expect(standing.steps.length).toBeGreaterThan(0);
      const mended = mendedPair(town, opened, standing, standing.order);
      expect(rankOrdersForCitizen(mended.market, 0, 1), JSON.stringify(standing)).toHaveLength(1);
    }
    const empty = specs.filter((_, at) => lists[at]?.length === 0);
    expect(specs.filter((spec) => orderStanding([{ market, order: spec }]) !== null)).toEqual(empty);
    expect(empty.length).toBeGreaterThan(0);
    for (const spec of empty) {
      const standing = orderStanding([{ market, order: spec }]);
      if (!standing) throw new Error('no answer');
      const mended = mendedPair(town, opened, standing, specs.indexOf(spec));
      expect(rankOrder(mended.market, spec.id, 1).rows, JSON.stringify(standing)).toHaveLength(1);
    }
  },
);
