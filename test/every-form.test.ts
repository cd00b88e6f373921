import { expect, test } from 'vitest';
import { ask, rolledBack } from './asking.ts';
import { businessRows, changedTables, countBusinessRows } from './business-rows.ts';
import { formsOfTheTown, type Sent, send } from './forms-of-the-town.ts';
import { ASKING } from './hostile-input.ts';
import { addressOf, openWholeTown } from './whole-town.ts';

/** Fields of the rows behind, and of objects, that no form has. */
const OTHERS = {
  ...{
    id: '7',
    userId: '1',
    brugerId: '1',
    createdBy: '1',
    createdAt: '2001-01-01',
    updatedAt: '2001-01-01',
  },
  ...{
    roles: 'administrator',
    roller: 'administrator',
    adgang: 'ja',
    teamId: '1',
    ownerUserId: '1',
    version: '99',
  },
  ...{
    stage: 'startet',
    status: 'godkendt',
    answer: 'ja',
    caseworkerUserId: '1',
    cpr: '6101011234',
    sealedAt: '1',
  },
  ...{ __proto__x: '1', constructor: '1', 'a[b]': '1', approvedBy: '1', withdrawnAt: '2001-01-01' },
};

test('hver formular: sendt to gange virker den én gang, fremmede felter ændrer intet, og et andet sted fra er den intet', async () => {
  const town = await openWholeTown();
  const { db } = town;
  const forms = await formsOfTheTown(town);
  expect(forms.length).toBeGreaterThan(80);
  const wrong: string[] = [];
  let done = 0;
  const tell = (sent: Sent, what: string, tables: string[]) => {
    if (tables.length > 0) wrong.push(`${sent.who} ${sent.pattern} ${what}: ${tables.join(', ')}`);
  };
  for (const sent of forms) {
    const plain = await rolledBack({ method: 'POST' }, db, async () => {
      const first = await send(town, sent);
      if (first.statusCode >= 400) return undefined;
      const [rows, counted] = [businessRows(db), countBusinessRows(db)];
      await send(town, sent);
      if (!MEANT_TWICE.has(sent.pattern))
        tell(sent, 'sent twice', changedTables(counted, countBusinessRows(db)));
      return rows;
    });
    if (!plain) continue;
    done += 1;
    const others = Object.fromEntries(
      Object.entries(OTHERS).flatMap(([name, value]) => (name in sent.fields ? [] : [[name, [value]]])),
    );
    await rolledBack({ method: 'POST' }, db, async () => {
      const before = businessRows(db);
      for (const headers of ELSEWHERE) {
        const { statusCode } = await send(town, sent, headers);
        if (statusCode !== 403) tell(sent, `from elsewhere (${statusCode})`, [JSON.stringify(headers)]);
      }
      tell(sent, 'from elsewhere', changedTables(before, businessRows(db)));
      const { statusCode } = await send(town, { ...sent, fields: { ...sent.fields, ...others } });
      const wanted = withoutChance(statusCode >= 400 ? before : plain);
      tell(sent, 'with fields of others', changedTables(wanted, withoutChance(businessRows(db))));
    });
  }
  expect(wrong).toEqual([]);
  // The rest want something that the page cannot suggest, and say so.
  expect(done).toBeGreaterThan(55);
}, 300_000);

/** Each time is a message of its own to try the receiver with. */
const MEANT_TWICE = new Set(['/webhooks/:id/proeve']);

/** As another site's form, its script, and an old browser that tells nothing. */
const ELSEWHERE: Record<string, string>[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site', origin: 'https://ond.example' },
  { 'sec-fetch-site': '', origin: 'null' },
  { 'sec-fetch-site': '' },
  { 'x-form-token': 'en-andens' },
];

/** Salts, secrets and the numbers that nothing else has differ from time to time. */
function withoutChance(rows: Record<string, string>): Record<string, string> {
  const chance =
    /v1:[0-9a-f]{8}:[\w:-]+|\$argon2id\$[^"]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|"data":\[[0-9,]+\]|[\w+/=-]{32,}/g;
  return Object.fromEntries(Object.entries(rows).map(([name, text]) => [name, text.replaceAll(chance, '')]));
}

test('API’et afviser felter, det ikke kender, på hver adresse', async () => {
  const town = await openWholeTown();
  const wrong: string[] = [];
  let refused = 0;
  for (const route of town.routes) {
    const known = (route.schema.body as { properties?: object } | undefined)?.properties;
    if (!route.url.startsWith('/api/') || !known || route.access === 'worker') continue;
    const roles = Array.isArray(route.access) ? route.access : [];
    const who = ASKING.find((one) => roles.includes(one as never)) ?? 'konsulent';
    await rolledBack(route, town.db, async () => {
      const before = businessRows(town.db);
      const url = addressOf(route, town);
      const answer = await ask(
        town.app,
        { method: route.method, url },
        { keys: town.keys[who], body: { fremmed: 1 }, headers: { 'if-match': '*' } },
      );
      const named = /"field":"fremmed"/.test(answer.body);
      if (answer.statusCode !== 400 || !named)
        wrong.push(`${route.method} ${route.url}: ${answer.statusCode}`);
      else refused += 1;
      const changed = changedTables(before, businessRows(town.db));
      if (changed.length > 0) wrong.push(`${route.method} ${route.url} changed ${changed.join(', ')}`);
    });
  }
  expect(wrong).toEqual([]);
  expect(refused).toBeGreaterThan(40);
}, 300_000);
