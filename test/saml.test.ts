import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openTestApp } from './app.ts';
import { type CookieJar, cookieJar } from './cookie-jar.ts';
import {
  answerTo,
  assertion,
  IDP,
  idpPublicKey,
  ownKeys,
  posted,
  privilegeList,
  redirected,
  requestIn,
  response,
  type Said,
  SP,
  saying,
  signed,
  wrappings,
} from './saml-idp.ts';

const ROLES = {
  roles: {
    'http://samtlige.example/roles/jobfunktion/konsulent/1': 'konsulent',
    'http://samtlige.example/roles/jobfunktion/leder/1': 'leder',
  },
  teams: { byg: 'Team Byg' },
  teamConstraint: 'http://samtlige.example/constraints/enhed/1',
};

test('man logger ind med kommunens login, med den rolle og det team, jobfunktionsrollen giver', async () => {
  const { app, db } = await openTown();
  const hanne = cookieJar(app);
  expect((await hanne.get('/log-ind')).body).toContain('href="/log-ind/saml"');
  const begun = await hanne.get('/log-ind/saml?til=%2Fvirksomheder');
  const request = requestIn(String(begun.headers.location));
  expect(request.signedBy).toContain('rsa-sha256');
  expect(request.xml).toContain('https://data.gov.dk/concept/core/nsis/loa/Substantial');

  const answered = await hanne.postFromElsewhere('/log-ind/saml/svar', posted(answerTo(request.id)));
  expect([answered.statusCode, answered.headers.location]).toEqual([303, '/log-ind/saml/slut']);
  expect(hanne.cookies.has('samtlige')).toBe(false);
  expect((await hanne.get('/log-ind/saml/slut')).headers.location).toBe('/virksomheder');
  expect((await hanne.get('/api/v1/session')).json()).toMatchObject({
    name: 'Hanne Højgård',
    roles: ['konsulent'],
  });
  expect(
    db.$client.prepare('SELECT t.name FROM user u JOIN team t ON t.id = u.team_id').pluck().all(),
  ).toEqual(['Team Byg']);

  const again = cookieJar(app);
  const leder = privilegeList('66137112', ['http://samtlige.example/roles/jobfunktion/leder/1']);
  await signInWith(again, { privileges: leder });
  expect((await hanne.get('/api/v1/session')).json()).toMatchObject({ roles: ['leder'] });
});

test('metadata fortæller, hvad der skal sættes op hos udbyderen', async () => {
  const { app } = await openTown();
  const answer = await cookieJar(app).get('/log-ind/saml/metadata');
  expect(answer.headers['content-type']).toContain('application/samlmetadata+xml');
  for (const part of [
    `entityID="${SP}"`,
    'AuthnRequestsSigned="true"',
    'WantAssertionsSigned="true"',
    'http://localhost:3000/log-ind/saml/svar',
    'Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="http://localhost:3000/log-ud/saml"',
  ]) {
    expect(answer.body).toContain(part);
  }
});

test('intet ompakket, usigneret, forkert adresseret, forældet eller gentaget svar giver en session', async () => {
  const { app, db } = await openTown();
  const hour = 3_600_000;
  const changed = (change: Partial<Said>) => (id: string) => answerTo(id, change);
  const attacks: Record<string, (id: string) => string> = {
    unsigned: (id) => response(id, assertion(saying(id))),
    'only the response signed': (id) => signed(response(id, assertion(saying(id))), 'Response'),
    "a stranger's signature": (id) =>
      response(id, signed(assertion(saying(id)), 'Assertion', { byStranger: true })),
    'changed after signing': (id) => answerTo(id).replace('Hanne H', 'Chefen H'),
    'another audience': changed({ audience: 'https://andre.example' }),
    'another recipient': changed({ recipient: 'https://andre.example/svar' }),
    'another issuer': changed({ issuer: 'https://andre.example' }),
    expired: changed({ notOnOrAfter: new Date(Date.now() - hour) }),
    'not yet': changed({ notBefore: new Date(Date.now() + hour) }),
    'to a request of nobody': (id) => response(id, signed(assertion(saying('_ingen')), 'Assertion')),
    'an unknown request in the envelope': (id) =>
      response('_ingen', signed(assertion(saying(id)), 'Assertion')),
    'NSIS Low': changed({ nsis: 'Low' }),
    'no NSIS': changed({ nsis: '' }),
    'a comment in the name': (id) =>
      answerTo(id, { nameId: 'chefen.evil.example' }).replace('chefen.evil', 'chefen<!-- -->.evil'),
    'a comment in the name before signing': (id) => answerTo(id, { nameId: 'chefen<!-- -->.evil.example' }),
    'another municipality': changed({
      privileges: privilegeList('12345678', Object.keys(ROLES.roles)),
    }),
    'privileges that are no list': changed({ privileges: Buffer.from('<x/>').toString('base64') }),
    'unknown roles': changed({ privileges: privilegeList('66137112', ['http://andre.example/konge']) }),
    'no privileges': changed({ privileges: '' }),
    'no XML at all': () => 'hej',
  };
  for (const name of Object.keys(wrappings('_x'))) attacks[name] = (id) => wrappings(id)[name] ?? '';
  const accepted: string[] = [];
  for (const [name, attack] of Object.entries(attacks)) {
    const jar = cookieJar(app);
    const id = await beginWith(jar);
    const answer = await jar.postFromElsewhere('/log-ind/saml/svar', posted(attack(id)));
    await jar.get('/log-ind/saml/slut');
    if (answer.statusCode !== 403 || jar.cookies.has('samtlige'))
      accepted.push(`${name}: ${answer.statusCode}`);
  }
  expect(Object.keys(attacks).length).toBe(30);

  // A good one, posted twice; the same assertion in another sign-in; and one that another browser began.
  const hanne = cookieJar(app);
  const id = await beginWith(hanne);
  const good = posted(answerTo(id));
  await hanne.postFromElsewhere('/log-ind/saml/svar', good);
  if ((await hanne.postFromElsewhere('/log-ind/saml/svar', good)).statusCode !== 403) accepted.push('twice');
  const thief = cookieJar(app);
  await beginWith(thief);
  await thief.get('/log-ind/saml/slut');
  if (thief.cookies.has('samtlige')) accepted.push('another browser');
  await hanne.get('/log-ind/saml/slut');
  expect(hanne.cookies.has('samtlige')).toBe(true);
  if ((await hanne.postFromElsewhere('/log-ind/saml/svar', good)).statusCode !== 403)
    accepted.push('replayed');
  const used = cookieJar(app);
  const one = await beginWith(used);
  const sameId = { id: '_samme' };
  await used.postFromElsewhere('/log-ind/saml/svar', posted(answerTo(one, sameId)));
  const two = await beginWith(used);
  const reused = await used.postFromElsewhere('/log-ind/saml/svar', posted(answerTo(two, sameId)));
  if (reused.statusCode !== 403) accepted.push('an assertion id used before');

  expect(accepted).toEqual([]);
  expect(db.$client.prepare("SELECT count(*) FROM user WHERE name LIKE '%chefen%'").pluck().get()).toBe(0);
});

test('log ud går begge veje: vi sender brugeren til udbyderen, og udbyderens signerede ord logger ud her', async () => {
  const { app } = await openTown();
  const hanne = cookieJar(app);
  await signInWith(hanne, {});
  const refresh = String((await hanne.post('/log-ud', {})).headers.refresh);
  const sent = requestIn(refresh.replace('0;url=', ''));
  expect([sent.xml.includes('LogoutRequest'), sent.signedBy?.includes('rsa-sha256')]).toEqual([true, true]);

  await signInWith(hanne, {});
  const { query, unsigned } = redirected(
    `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_ud" Version="2.0" IssueInstant="${new Date().toISOString()}"><saml:Issuer>${IDP}</saml:Issuer><saml:NameID>${saying('x').nameId}</saml:NameID></samlp:LogoutRequest>`,
  );
  expect((await cookieJar(app).get(`/log-ud/saml?${unsigned}`)).statusCode).toBe(403);
  expect(
    (await cookieJar(app).get(`/log-ud/saml?${query.replace(/Signature=..../, 'Signature=AAAA')}`))
      .statusCode,
  ).toBe(403);
  expect((await hanne.get('/api/v1/session')).statusCode).toBe(200);
  const answer = await cookieJar(app).get(`/log-ud/saml?${query}`);
  expect(String(answer.headers.location)).toMatch(/^https:\/\/idp\.example\/ud\?SAMLResponse=/);
  expect((await hanne.get('/api/v1/session')).statusCode).toBe(401);
});

async function openTown() {
  const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-saml-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const town = await openTestApp(new Date().toISOString(), undefined, 0, {
    PUBLIC_URL: 'http://localhost:3000',
    SAML_IDP: IDP,
    SAML_SIGN_IN_URL: 'https://idp.example/ind',
    SAML_SIGN_OUT_URL: 'https://idp.example/ud',
    SAML_IDP_CERTIFICATE_FILE: file('idp.pem', idpPublicKey),
    SAML_ENTITY_ID: SP,
    SAML_KEY_FILE: file('own.key', ownKeys.privateKey),
    SAML_CERTIFICATE_FILE: file('own.pem', ownKeys.publicKey),
    SAML_CVR: '66137112',
    SIGN_IN_ROLES_FILE: file('roller.json', JSON.stringify(ROLES)),
  });
  return town;
}

async function beginWith(jar: CookieJar): Promise<string> {
  return requestIn(String((await jar.get('/log-ind/saml')).headers.location)).id;
}

async function signInWith(jar: CookieJar, change: Partial<Said>): Promise<void> {
  const id = await beginWith(jar);
  await jar.postFromElsewhere('/log-ind/saml/svar', posted(answerTo(id, change)));
  const ended = await jar.get('/log-ind/saml/slut');
  if (ended.statusCode !== 303) throw new Error(ended.body);
}
