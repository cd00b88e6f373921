import { expect, test } from 'vitest';
import { passwordFault } from '../server/sign-in/new-password.ts';
import { addUser, openTestApp, PASSWORD, signIn } from './app.ts';

const PAGE = '/mine-indstillinger/adgangskode';
const NEW = 'krage lampe strømpe 7';

test('man skifter adgangskode med den gamle, og alle andre steder logges ud', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  const [here, elsewhere] = [await signIn(app, 'hanne'), await signIn(app, 'hanne')];
  expect((await here.get('/mine-indstillinger')).body).toContain(`href="${PAGE}"`);
  const changed = await here.post(PAGE, { nuvaerende: PASSWORD, ny: NEW, gentaget: NEW });
  expect([changed.status, changed.location]).toEqual([303, '/mine-indstillinger?besked=adgangskode-skiftet']);
  expect((await here.get('/virksomheder')).status).toBe(200);
  expect((await elsewhere.get('/virksomheder')).location).toContain('/log-ind');
  await expect(signIn(app, 'hanne')).rejects.toThrow('401');
  await signIn(app, 'hanne', NEW);
  expect(
    db.$client.prepare("SELECT count(*) FROM audit_event WHERE action = 'ny adgangskode'").pluck().get(),
  ).toBe(1);
});

test('en forkert gammel, en ny, der kan gættes, og to forskellige afvises ved feltet, og gæt bremses', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  const hanne = await signIn(app, 'hanne');
  const said = async (fields: Record<string, string>) => {
    const answer = await hanne.post(PAGE, { nuvaerende: PASSWORD, ny: NEW, gentaget: NEW, ...fields });
    expect([answer.status, answer.body.includes(NEW)]).toEqual([422, false]);
    return /class="form-error-message"[^>]*><span[^>]*>[^<]*<\/span>([^<]+)/.exec(answer.body)?.[1];
  };
  expect(await said({ ny: 'kort', gentaget: 'kort' })).toContain('Brug mindst 12 tegn');
  expect(await said({ gentaget: `${NEW} ` })).toBe('De to nye adgangskoder er ikke ens.');
  expect(await said({ ny: PASSWORD, gentaget: PASSWORD })).toBe('Den er den samme som den nuværende.');
  for (let n = 0; n < 5; n += 1)
    expect(await said({ nuvaerende: `gæt ${n}` })).toBe('Adgangskoden er forkert.');
  expect(await said({})).toBe('For mange forsøg. Vent lidt, og prøv igen.');
});

test('længden tæller, ikke tal og tegn; det, enhver gætter først, afvises', async () => {
  const who = { username: 'hanhoj', name: 'Hanne Højgård', municipalityName: 'Vesthimmerlands Kommune' };
  const easy = [
    'Adgangskode1234',
    'Password123456',
    'hannehøjgård26',
    'aaaaaaaaaaaaaaaa',
    '121212121212',
    'Sommer2026!!',
  ];
  const more = [
    'VelkommenTilSamtlige',
    'qwertyuiop123',
    '1234567890123',
    'albertslund2026',
    'JanuarFebruar26',
    'Vesthimmerland1',
    'hanhoj-hanhoj-1',
    'trustno1trustno1',
    'P@ssw0rd!2026',
    'monkeydragon123',
    'Sofie Jensen 1985',
    'zaq12wsxcde34rfv',
    'Sommerferie2027!',
  ];
  for (const password of [...easy, ...more])
    expect([password, await passwordFault(password, who)]).toEqual([password, expect.any(String)]);
  for (const password of [
    'hest batteri klips',
    'æblegrødmedfløde',
    'x7Kp2mQz9LwT',
    '🐎🔋📎🧲🪁🧦🥨🫖🪴🎺🛶🧊',
  ])
    expect([password, await passwordFault(password, who)]).toEqual([password, null]);
});
