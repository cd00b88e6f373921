/** What a jobcentre's people ask for in the course of a day, in the proportions they do: the lists most. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { type Db, openDbReadOnly } from '../../db/client.ts';
import { createRandom } from '../../scripts/demo/random.ts';
import { paths } from '../../server/paths.ts';
import type { MixedAnswer, MixedLoad, Visit } from './mixed-load.ts';
import type { Served } from './served.ts';

/** The kinds that have a bar, and the rest. */
export const KINDS = ['liste', 'personside', 'søgning', 'anden side', 'skrivning'] as const;
type Kind = (typeof KINDS)[number];
/** Of twenty questions. */
const SHARES: Record<Kind, number> = { liste: 7, personside: 5, søgning: 2, 'anden side': 4, skrivning: 2 };
const VISITS = 5000;
const PEOPLE_OF_EACH = 5;
const WORDS = [
  'tømrer',
  'lager',
  'køkken',
  'ørsted',
  'logistik',
  'café',
  '1000012',
  'jensen',
  'rengøring',
  'maria',
];

interface Person {
  id: number;
  username: string;
  cookie: string;
}
type Draw = ReturnType<typeof createRandom>;

/** Users of each role, signed in, and what they ask for, drawn by a seed: the same each time. */
export async function drawVisits(served: Served, database: string): Promise<Visit[]> {
  const db = openDbReadOnly(database);
  try {
    const signIn = (role: string, count: number) =>
      Promise.all(
        Array.from({ length: count }, async (_, n): Promise<Person> => {
          const username = `${role}${n + 1}`;
          const id = db.$client
            .prepare('SELECT id FROM user WHERE username = ?')
            .pluck()
            .get(username) as number;
          return { id, username, cookie: await served.cookieOf(username) };
        }),
      );
    const konsulenter = await signIn('konsulent', PEOPLE_OF_EACH);
    const sagsbehandlere = await signIn('sagsbehandler', PEOPLE_OF_EACH);
    const ledere = await signIn('leder', 2);
    return visitsOf(createRandom(1, 'visits'), {
      konsulenter,
      sagsbehandlere,
      ledere,
      ...idsIn(db, sagsbehandlere),
    });
  } finally {
    db.$client.close();
  }
}

function idsIn({ $client }: Db, sagsbehandlere: Person[]) {
  const ids = (query: string, ...values: unknown[]) =>
    $client
      .prepare(query)
      .pluck()
      .all(...values) as number[];
  return {
    firms: ids('SELECT p_number FROM p_unit ORDER BY p_number'),
    orders: ids("SELECT id FROM job_order WHERE status = 'under_behandling' ORDER BY id"),
    citizens: new Map(
      sagsbehandlere.map(({ id }) => [
        id,
        ids('SELECT id FROM citizen WHERE caseworker_user_id = ? ORDER BY id LIMIT 500', id),
      ]),
    ),
  };
}

interface Town extends ReturnType<typeof idsIn> {
  konsulenter: Person[];
  sagsbehandlere: Person[];
  ledere: Person[];
}

function visitsOf(random: Draw, town: Town): Visit[] {
  const kinds = KINDS.flatMap((kind) => Array.from({ length: SHARES[kind] }, () => kind));
  return Array.from({ length: VISITS }, () => {
    const kind = random.pick(kinds);
    return { kind, ...DRAWS[kind](random, town) };
  });
}

const DRAWS: Record<Kind, (random: Draw, town: Town) => Omit<Visit, 'kind'>> = {
  liste(random, { konsulenter, sagsbehandlere, ledere }) {
    const page = random.int(1, 8);
    const [people, list] = random.pick<[Person[], string]>([
      [konsulenter, `/virksomheder?vis=mine&side=${page}`],
      [konsulenter, `/virksomheder?stoerrelse=i_maal&side=${page}`],
      [konsulenter, `/virksomheder?sort=-branche&kontakt=ikke_kontaktet&side=${page}`],
      [konsulenter, `/jobordrer?side=${random.int(1, 3)}`],
      [konsulenter, `/jobordrer?ansvarlig=alle&side=${page}`],
      [konsulenter, '/formidlinger'],
      [konsulenter, '/muligheder'],
      [sagsbehandlere, `/borgere?side=${page}`],
      [sagsbehandlere, `/borgere?vis=team&side=${page}`],
      [sagsbehandlere, '/borgere/at-se-paa'],
      [sagsbehandlere, '/borgere/at-se-paa/over-52-uger'],
      [sagsbehandlere, '/placeringer'],
      [ledere, '/borgere/at-se-paa'],
      [ledere, `/jobordrer?ansvarlig=alle&side=${page}`],
      [ledere, '/matchkoersler'],
    ]);
    return { cookie: random.pick(people).cookie, path: list };
  },
  personside(random, { sagsbehandlere, citizens }) {
    const { id, cookie } = random.pick(sagsbehandlere);
    const citizen = random.pick(citizens.get(id) ?? []);
    const page = random.pick([
      paths.citizen,
      paths.citizen,
      paths.citizen,
      paths.citizenMatches,
      paths.benefitPeriods,
    ]);
    return { cookie, path: page(citizen) };
  },
  søgning(random, { konsulenter, sagsbehandlere }) {
    const word = encodeURIComponent(random.pick(WORDS));
    const [people, page] = random.pick<[Person[], string]>([
      [konsulenter, `/soeg?q=${word}`],
      [sagsbehandlere, `/soeg?q=${word}`],
      [konsulenter, `/virksomheder?q=${word}`],
      [sagsbehandlere, `/borgere?q=${word}`],
      [konsulenter, `/jobordrer?ansvarlig=alle&q=${word}`],
    ]);
    return { cookie: random.pick(people).cookie, path: page };
  },
  'anden side'(random, { konsulenter, ledere, firms, orders }) {
    const [people, page] = random.pick<[Person[], string]>([
      [konsulenter, '/'],
      [konsulenter, paths.company(random.pick(firms))],
      [konsulenter, paths.company(random.pick(firms))],
      [konsulenter, paths.visitBrief(random.pick(firms))],
      [konsulenter, paths.jobOrder(random.pick(orders))],
      [ledere, '/daekning'],
      [ledere, '/'],
    ]);
    return { cookie: random.pick(people).cookie, path: page };
  },
  skrivning(random, { konsulenter, firms }) {
    const { cookie } = random.pick(konsulenter);
    if (random.chance(0.5)) {
      const view = { name: `visning ${random.int(1, 20)}`, query: 'stoerrelse=i_maal', share: 'mig' };
      return { cookie, path: '/api/v1/views', body: JSON.stringify(view) };
    }
    const contact = {
      contactDate: TODAY,
      kind: random.pick(['telefon', 'besoeg', 'mail']),
      direction: 'ud',
      outcome: 'opnaaet',
      note: 'Talte om lager og køkken.',
    };
    return {
      cookie,
      path: `/api/v1/companies/${random.pick(firms)}/contacts`,
      body: JSON.stringify(contact),
    };
  },
};
const TODAY = new Date().toISOString().slice(0, 10);

/** From a process of its own: the asking must not take the server's time. */
export async function loadWith(load: MixedLoad): Promise<MixedAnswer> {
  const file = path.join(import.meta.dirname, `mixed-load${path.extname(import.meta.filename)}`);
  const child = spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(load));
  return JSON.parse(await text(child.stdout)) as MixedAnswer;
}
