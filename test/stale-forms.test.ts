import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { ask, rolledBack } from './asking.ts';
import { type FormField, formsOn } from './forms.ts';
import { formsOfTheTown, type Sent, send } from './forms-of-the-town.ts';
import { routeOf } from './hostile-input.ts';
import { openWholeTown, type Town } from './whole-town.ts';

/** A fitting answer to a field, and another: neither is what stands there. */
function twoValues({ name, kind, options, values }: FormField): [string, string] | null {
  const [standing = ''] = values;
  if (/mail/.test(name)) return ['hanne@firma.dk', 'sara@firma.dk'];
  if (/telefon/.test(name)) return ['44 55 66 77', '44 55 66 88'];
  if (kind === 'number' || /^\d{1,4}$/.test(standing))
    return kind === 'hidden' ? null : [`${Number(standing) + 1}`, `${Number(standing) + 2}`];
  if (kind === 'text') return ['Hannes ord', 'Saras ord'];
  if (kind === 'date') return ['2026-11-19', '2026-11-20'];
  const [first, second] = options.filter((option) => option !== '' && !values.includes(option));
  return kind !== 'choice' || first === undefined || second === undefined ? null : [first, second];
}

/** The form as it stands, with one field changed, and filled in where that is not enough to be taken. */
function changed(sent: Sent, field: string, value: string, filled: boolean): Sent {
  const standing = Object.fromEntries(sent.form.fields.map(({ name, values }) => [name, values]));
  const fields: Sent['fields'] = { ...(filled ? sent.fields : standing) };
  for (const reason of ['begrundelse', 'hvorfor']) if (reason in fields) fields[reason] = ['Tastefejl'];
  fields[field] = [value];
  delete fields._token;
  // As from a window of its own.
  if (fields.formularnoegle) fields.formularnoegle = [randomUUID()];
  return { ...sent, fields };
}

/** What stands in the field when its page is opened anew. */
async function standingIn(town: Town, { who, page, pattern }: Sent, field: string): Promise<string[]> {
  const look = (url: string) => ask(town.app, { method: 'GET', url }, { keys: town.keys[who] });
  const first = await look(page);
  const answer = first.statusCode === 303 ? await look(String(first.headers.location)) : first;
  const form = formsOn(answer.body, page).find(
    ({ method, action }) => method === 'POST' && routeOf(town, method, action)?.url === pattern,
  );
  return form?.fields.find(({ name }) => name === field)?.values ?? [];
}

/** A view, that only oneself can change. */
const OWN = new Set(['/visninger/:id']);

test('to med samme formular: den, der gemmer sidst, overskriver ikke den andens ord, og ser dem ved siden af sine', async () => {
  const town = await openWholeTown();
  const wrong: string[] = [];
  const tried = new Set<string>();
  for (const sent of await formsOfTheTown(town))
    for (const field of sent.form.fields) {
      const values = OWN.has(sent.pattern) ? null : twoValues(field);
      if (!values) continue;
      const [his, hers] = values;
      await rolledBack({ method: 'POST' }, town.db, async () => {
        const filled = (await send(town, changed(sent, field.name, his, false))).statusCode >= 400;
        if (filled && (await send(town, changed(sent, field.name, his, true))).statusCode >= 400) return;
        if (!(await standingIn(town, sent, field.name)).includes(his)) return;
        tried.add(sent.pattern);
        const { statusCode, body } = await send(town, changed(sent, field.name, hers, filled));
        const now = await standingIn(town, sent, field.name);
        const shown = field.kind !== 'text' || (body.includes(his) && body.includes(hers));
        const differing = filled ? 1 : body.split('Gemt nu: ').length - 1;
        if (statusCode !== 409 || !shown || differing > 1 || !now.includes(his))
          wrong.push(
            `${sent.pattern} ${field.name}: ${statusCode}, shows both: ${shown}, differing: ${differing}, now ${now}`,
          );
      });
    }
  expect(wrong).toEqual([]);
  expect([...tried].sort()).toEqual([
    '/aftaler/:id',
    '/borgere/:id/formaal',
    '/borgere/:id/ret',
    '/brugere/:id',
    '/indstillinger',
    '/jobordrer/:id/ret',
    '/kampagner/:id/virksomheder/:pNumber',
    '/kontakter/:id/rettelse',
    '/muligheder/:id',
    '/personer/:id',
    '/placeringer/:id/oplysninger',
    '/placeringer/:id/timer',
    '/placeringer/:id/underskrifter',
  ]);
}, 300_000);
