import { eq } from 'drizzle-orm';
import { unzipSync } from 'fflate';
import { pUnit } from '../db/schema/companies.ts';
import { tidyText } from '../server/text.ts';
import { ask } from './asking.ts';
import { send } from './forms-of-the-town.ts';
import { ASKING } from './hostile-input.ts';
import { BEGIN, END, type Judged, storedTexts, unescaped } from './nasty-text.ts';
import { addressOf, type Town } from './whole-town.ts';

/** Something of each sort, without what parts a list, in the room that most fields have and that all have. */
const MIXED = `"'»«<b>&amp;</b> C++ AND NEAR(b* 100%_\\%\${x}\\u0041 مرحبا\u202eabc\u202c a\u200bb\ufeff 👩‍👩‍👧‍👦🇩🇰 A\u030aæø İß𠮷 a  b\u00a0c`;
const SHORT = `"'<&>%_\\ æA\u030a👍🏽\u200b`;

/** What closes or hides the rows that the others stand in. */
const ENDS_IT =
  /adgang$|tilbagetraekning|fortrydelse|udgaaet|afslutning|ophoer|annullering|sammenlaegning|masse/;

export type Place = 'HTML' | 'JSON' | 'CSV' | 'XLSX';

interface Typed {
  text: string;
  where: string;
}

export interface Shown {
  stored: number;
  /** texts that came back whole, by where; and those that no page shows */
  places: Record<Place, Set<string>>;
  unseen: string[];
  wrong: string[];
}

/** Types one text in every field that takes it, all of them kept, and reads it back from every page, list and file. */
export async function readBackFromEverywhere(town: Town, taken: Judged['taken']): Promise<Shown> {
  const typed = await typeEverywhere(town, taken);
  const kept = storedTexts(town);
  const stored = new Map([...typed].filter(([, { text }]) => kept.some((one) => one.includes(text))));
  const places = {
    HTML: new Set<string>(),
    JSON: new Set<string>(),
    CSV: new Set<string>(),
    XLSX: new Set<string>(),
  };
  const wrong: string[] = [];
  for (const who of ASKING)
    for (const id of ['1', '2', '3'])
      for (const route of town.routes.filter(
        ({ method, url }) => method === 'GET' && (id === '1' || /:id/.test(url)),
      )) {
        const url = addressOf(route, town, id);
        const { body, rawPayload, headers } = await ask(
          town.app,
          { method: 'GET', url },
          { keys: town.keys[who] },
        );
        const read = readable(String(headers['content-type']), body, rawPayload);
        if (!read) continue;
        for (const mark of marksIn(read.text)) {
          const fault = differs(read.text, mark, stored.get(mark)?.text ?? mark);
          if (fault) wrong.push(`${who} ${url} (${read.place}): ${JSON.stringify(fault)}`);
          else places[read.place].add(mark);
        }
      }
  const unseen = [...stored].flatMap(([mark, { where }]) => (places.HTML.has(mark) ? [] : [where]));
  return { stored: stored.size, places, unseen, wrong };
}

/** Sends each form once, with the text in all the fields that take one; gives what was typed where, by its mark. */
async function typeEverywhere(town: Town, taken: Judged['taken']): Promise<Map<string, Typed>> {
  const typed = new Map<string, Typed>();
  const lasting = [...taken].filter(([{ pattern }]) => !ENDS_IT.test(pattern));
  const inTurn = lasting.toSorted(
    (a, b) => Number(/status$/.test(a[0].pattern)) - Number(/status$/.test(b[0].pattern)),
  );
  for (const [sent, names] of inTurn) {
    const fields = { ...sent.fields };
    for (const name of names) {
      const mark = `${BEGIN}.${typed.size}.`;
      const { maxLength = 200 } = sent.form.fields.find((field) => field.name === name) ?? {};
      const text = `${mark}${maxLength >= 200 ? MIXED : SHORT}${END}`;
      fields[name] = [text];
      typed.set(mark, { text: tidyText(text), where: `${sent.pattern} ${name}` });
    }
    await send(town, { ...sent, fields });
  }
  const mark = `${BEGIN}.${typed.size}.`;
  const name = `${mark}${MIXED}${END}`.normalize('NFC');
  town.db.update(pUnit).set({ name }).where(eq(pUnit.pNumber, 1_000_000_003)).run();
  return typed.set(mark, { text: name, where: 'the name of a firm that came with a file' });
}

function marksIn(text: string): string[] {
  return [...new Set(text.match(new RegExp(`${BEGIN}\\.\\d+\\.`, 'g')))];
}

/** Every place where the mark stands is followed by the rest, is the beginning of an excerpt, or is part of an address or of JSON in a page. */
function differs(text: string, mark: string, expected: string): string | undefined {
  const inJson = JSON.stringify(expected).slice(1, -1);
  const also = [
    encodeURIComponent(expected),
    new URLSearchParams({ a: expected }).toString().slice(2),
    inJson,
  ];
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    const rest = text.slice(at, at + expected.length);
    const isExcerpt = expected.startsWith(rest.split(' …')[0] ?? '') && rest.includes('…');
    if (rest !== expected && !isExcerpt && !also.some((one) => text.startsWith(one, at)))
      return text.slice(at, at + expected.length + 20);
  }
  return undefined;
}

/** What a reader of the answer sees. */
function readable(type: string, body: string, raw: Buffer): { place: Place; text: string } | undefined {
  if (type.startsWith('text/html')) return { place: 'HTML', text: unescaped(body) };
  if (type.includes('json')) return { place: 'JSON', text: textsIn(JSON.parse(body)).join('\n') };
  if (type.startsWith('text/csv')) return { place: 'CSV', text: body.replaceAll('""', '"') };
  if (!type.includes('spreadsheetml')) return undefined;
  const sheet = unzipSync(raw)['xl/worksheets/sheet1.xml'];
  return { place: 'XLSX', text: unescaped(Buffer.from(sheet ?? []).toString()) };
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
