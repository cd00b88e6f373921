import { expect, test } from 'vitest';
import { ASKING, namesByRoute, sendFitting, sendHostile } from '../hostile-input.ts';
import { tryStoredScripts } from '../stored-scripts-in-browser.ts';
import { openWholeTown } from '../whole-town.ts';

const tell = (line: string) => process.stderr.write(`${line}\n`);

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000);

test('titusind forvanskede forespørgsler fra hver rolle', async () => {
  const town = await openWholeTown();
  const names = await namesByRoute(town, ASKING);
  for (const who of ASKING) {
    const { sent, wrong } = await sendHostile(town, names, {
      who,
      each: Math.ceil(10_000 / town.routes.length),
      seed,
    });
    tell(`${who}: ${sent} forvanskede, SEED=${seed}`);
    expect(wrong).toEqual([]);
    expect(sent).toBeGreaterThanOrEqual(10_000);
  }
});

test('halvtredstusind forespørgsler efter API’ets skemaer fra hver rolle', async () => {
  const town = await openWholeTown();
  const routes = town.routes.filter(({ url }) => url.startsWith('/api/')).length;
  for (const who of ASKING) {
    const { sent, done, wrong } = await sendFitting(town, { who, each: Math.ceil(50_000 / routes), seed });
    tell(`${who}: ${sent} efter skemaet, ${done} udført, SEED=${seed}`);
    expect(wrong).toEqual([]);
    expect(sent).toBeGreaterThanOrEqual(50_000);
  }
});

test('hvert script i hvert felt, runde for runde', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { control, fields, kept, pages, wrong } = await tryStoredScripts(round);
    tell(`runde ${round}: ${fields} felter, ${kept} formularer gemt, ${pages} sider`);
    expect(control).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  }
});
