import { localDate } from '../server/ui/dates.ts';
import { ask, type Reply } from './asking.ts';
import { encoded, type Form, filledIn, formsOn } from './forms.ts';
import { ASKING, routeOf } from './hostile-input.ts';
import { addressOf, type Town, type Who } from './whole-town.ts';

/** A form as it stands on a page, filled in as a person would. */
export interface Sent {
  who: Who;
  form: Form;
  fields: Record<string, string[]>;
  pattern: string;
  /** the page that it stands on */
  page: string;
}

/** One form of each address that is sent to, as the first role that has it. */
export async function formsOfTheTown(town: Town): Promise<Sent[]> {
  const found = new Map<string, Sent>();
  const date = localDate(town.clock.now);
  for (const who of ASKING)
    for (const route of town.routes.filter(
      ({ method, url }) => method === 'GET' && !url.startsWith('/api'),
    )) {
      const url = addressOf(route, town);
      const answer = await ask(town.app, { method: 'GET', url }, { keys: town.keys[who] });
      if (!String(answer.headers['content-type']).startsWith('text/html')) continue;
      for (const form of formsOn(answer.body, url)) {
        const pattern = routeOf(town, form.method, form.action)?.url;
        if (form.method !== 'POST' || form.multipart || pattern === undefined || found.has(pattern)) continue;
        const fields = filledIn(form, { text: 'Lager og pakning', date });
        delete fields._token;
        found.set(pattern, { who, form, fields, pattern, page: url });
      }
    }
  return [...found.values()];
}

export function send(
  town: Town,
  { who, form, fields }: Sent,
  headers: Record<string, string> = {},
): Promise<Reply> {
  return ask(
    town.app,
    { method: 'POST', url: form.action },
    {
      keys: town.keys[who],
      body: encoded(fields),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    },
  );
}
