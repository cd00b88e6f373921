import fc from 'fast-check';
import { tidyText } from '../server/text.ts';
import { ask, rolledBack } from './asking.ts';
import { ASKING } from './hostile-input.ts';
import { BEGIN, END, storedTexts } from './nasty-text.ts';
import { isListOf, type Nasty, REFUSED } from './nasty-words.ts';
import type { Route } from './route-list.ts';
import { fittingRequests } from './schema-requests.ts';
import { addressOf, type Town } from './whole-town.ts';

/** Puts each text in each text property of what the API's schemas let in: stored to the letter; lost letters and controls are refused by name. */
export async function sendNastyToApi(
  town: Town,
  { texts, each, seed }: { texts: readonly Nasty[]; each: number; seed: number },
): Promise<{ stored: number; refused: number; wrong: string[] }> {
  const told = { stored: 0, refused: 0, wrong: [] as string[] };
  for (const route of town.routes) {
    const names = textProperties(route);
    const roles = Array.isArray(route.access) ? route.access : [];
    const who = ASKING.find((one) => roles.includes(one as never));
    if (!who || names.length === 0) continue;
    const url = addressOf(route, town);
    for (const { body } of fc.sample(fittingRequests(route), { seed, numRuns: each }))
      for (const name of names)
        for (const nasty of texts)
          await rolledBack(route, town.db, async () => {
            const text = `${BEGIN}${nasty.text}${END}`;
            const sent = { ...(body as object), [name]: text };
            const headers = { 'if-match': '*' };
            const reply = await ask(
              town.app,
              { method: route.method, url },
              { keys: town.keys[who], body: sent, headers },
            );
            const about = `${who} ${route.method} ${route.url} ${name}: ${nasty.what}: ${reply.statusCode}`;
            const kept = storedTexts(town);
            if (REFUSED.includes(nasty)) {
              const named = reply.statusCode === 400 && reply.body.includes(`"field":"${name}"`);
              if (named && kept.length === 0) told.refused += 1;
              else told.wrong.push(`${about} ${reply.body.slice(0, 200)}`);
            } else if (kept.every((one) => isListOf(one, tidyText(text))))
              told.stored += Number(kept.length > 0);
            else told.wrong.push(`${about} stored as ${JSON.stringify(kept).slice(0, 300)}`);
          });
  }
  return told;
}

interface Property {
  type?: string;
  pattern?: string;
  enum?: unknown[];
  anyOf?: Property[];
}

/** What takes any text, also where it may be null. */
function textProperties({ url, schema }: Route): string[] {
  const body = schema.body as { properties?: Record<string, Property> } | undefined;
  if (!url.startsWith('/api/')) return [];
  const isText = ({ type, pattern, enum: known, anyOf }: Property): boolean =>
    anyOf?.some(isText) ?? (type === 'string' && !pattern && !known);
  return Object.entries(body?.properties ?? {}).flatMap(([name, one]) => (isText(one) ? [name] : []));
}
