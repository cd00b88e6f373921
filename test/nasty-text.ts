import { tidyText } from '../server/text.ts';
import { rolledBack } from './asking.ts';
import { formsOfTheTown, type Sent, send } from './forms-of-the-town.ts';
import { isListOf, type Nasty, REFUSED } from './nasty-words.ts';
import type { Town } from './whole-town.ts';

/** What stands around each text, so that it is found wherever it went, and whatever became of it. */
export const [BEGIN, END] = ['qZ17', '71Zq'];

export interface Judged {
  /** each form that takes a text, filled in so that it does, and the fields in question */
  taken: Map<Sent, Set<string>>;
  /** texts stored as they should be, and texts refused in words */
  stored: number;
  refused: number;
  wrong: string[];
}

/** They sign the one who sends them out, or ask for what has to be unlike other texts. */
const NO_TEXT = /^\/log-(ind|ud)/;

/** Sends each text in each text field of each form: it is in the database to the letter, or refused with what was typed. */
export async function typeInEveryField(town: Town, texts: readonly Nasty[]): Promise<Judged> {
  const judged: Judged = { taken: new Map(), stored: 0, refused: 0, wrong: [] };
  for (const form of await formsOfTheTown(town)) {
    if (NO_TEXT.test(form.pattern)) continue;
    const sent = await accepted(town, form);
    for (const { name, kind, maxLength } of sent.form.fields) {
      if (kind !== 'text') continue;
      for (const nasty of texts)
        await rolledBack({ method: 'POST' }, town.db, () =>
          typeOne(town, sent, { name, maxLength, nasty }, judged),
        );
    }
  }
  return judged;
}

/** What a form wants that says more than that it is text. */
const FITTING: Readonly<Record<string, string[]>> = {
  ...{ cvr: ['10000009'], p_nummer: ['1000000777'], postnr: ['2620'], kommunekode: ['165'] },
  ...{ telefon: ['12345678'], mail: ['ny@firma.dk'], email: ['ny@kommune.dk'], brugernavn: ['ny.kollega'] },
  ...{ roller: ['konsulent'], emner: ['contact'], kode: ['ny_gruppe'], nummer: ['9'], handling: ['gem'] },
  ...{ ophoerer: ['2027-12-31'], valgt: ['1000000001'], omraader: ['virksomheder:laes'], felt: ['navn'] },
};

/** The form as it is taken: what is refused is left blank, or filled with what fits, as far as that goes. */
export async function accepted(town: Town, sent: Sent): Promise<Sent> {
  const fields = { ...sent.fields };
  const tried = new Map<string, number>();
  for (const [name, value] of Object.entries(FITTING))
    if (
      ['handling', 'felt'].includes(name) &&
      sent.form.fields.some((one) => one.name === name && one.options.includes(value[0] ?? ''))
    )
      fields[name] = value;
  for (let round = 0; round < 4; round += 1) {
    const { statusCode, body } = await rolledBack({ method: 'POST' }, town.db, () =>
      send(town, { ...sent, fields }),
    );
    if (statusCode < 400) break;
    for (const [, name = ''] of body.matchAll(/ id="fejl-(?:[a-z]+-)?([^"]+)"/g)) {
      const choices = [...(FITTING[name] ? [FITTING[name]] : []), [], ['1']];
      const at = tried.get(name) ?? 0;
      tried.set(name, at + 1);
      fields[name] = choices[at] ?? fields[name] ?? [];
    }
  }
  return { ...sent, fields };
}

async function typeOne(
  town: Town,
  sent: Sent,
  { name, maxLength, nasty }: { name: string; maxLength: number | undefined; nasty: Nasty },
  judged: Judged,
): Promise<void> {
  const at = `${sent.who} ${sent.pattern} ${name}: ${nasty.what}`;
  const text = `${BEGIN}${nasty.text}${END}`;
  const answer = await send(town, { ...sent, fields: { ...sent.fields, [name]: [text] } });
  const said = unescaped(answer.body);
  if (answer.statusCode >= 500) judged.wrong.push(`${at}: ${answer.statusCode}`);
  else if (answer.statusCode >= 400) {
    if (isSecret(name)) return;
    const told = /form-error-message|error-summary|class="(warning|alert)/.test(answer.body);
    const kept = REFUSED.includes(nasty) || said.includes(tidyText(text)) || said.includes(text);
    if (told && kept) judged.refused += 1;
    else
      judged.wrong.push(
        `${at}: ${answer.statusCode}, ${told ? '' : 'not told, '}${kept ? '' : 'typed text lost'}`,
      );
  } else {
    const texts = storedTexts(town);
    if (texts.length === 0) return;
    judged.taken.set(sent, (judged.taken.get(sent) ?? new Set()).add(name));
    if (REFUSED.includes(nasty)) judged.wrong.push(`${at}: stored`);
    else if (texts.every((stored) => isListOf(stored, tidyText(text)))) judged.stored += 1;
    else
      judged.wrong.push(`${at}: stored as ${JSON.stringify(texts).slice(0, 300)} (of at most ${maxLength})`);
  }
}

function isSecret(name: string): boolean {
  return /^(adgangskode|nuvaerende|ny|gentaget)$/.test(name);
}

/** Whatever of the marked text stands in any row; of JSON the texts in it. */
export function storedTexts({ db }: Town): string[] {
  const tables = db.$client
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[];
  return tables.flatMap((table) => {
    const columns = db.$client
      .prepare(`SELECT name FROM pragma_table_info(?)`)
      .pluck()
      .all(table) as string[];
    const cells = columns.map((column) => `instr("${column}", '${BEGIN}') OR instr("${column}", '${END}')`);
    const rows = db.$client.prepare(`SELECT * FROM "${table}" WHERE ${cells.join(' OR ')}`).all();
    return rows.flatMap((row) => markedIn(row));
  });
}

function markedIn(value: unknown): string[] {
  if (typeof value === 'string') {
    if (!value.includes(BEGIN) && !value.includes(END)) return [];
    const inside = /^\s*[[{"]/.test(value) ? parsed(value) : undefined;
    return inside === undefined ? [value] : markedIn(inside);
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(markedIn);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function unescaped(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
