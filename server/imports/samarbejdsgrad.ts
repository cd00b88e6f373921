import { periodOf, shareIn, sharesError } from '../samarbejdsgrad/rules.ts';
import { startSamarbejdsgrad } from './apply-samarbejdsgrad.ts';
import { type FieldReader, readFields } from './fields.ts';
import type { ImportKindRules, ParseContext, ParsedRow } from './import-kind.ts';
import type { FieldProblem, Fields } from './records.ts';

/** Jobindsats' figure of one period; shares 0–1, ISO local dates. */
export interface CooperationRow {
  /** null: the file is of this municipality alone */
  area: string | null;
  periodFrom: string;
  periodTo: string;
  firms: number;
  localShare: number;
  othersShare: number;
  allShare: number;
  /** null: the file's name */
  source: string | null;
  sourceDate: string;
}

/** Jobindsats' samarbejdsgrad as a CSV file (docs/import.md, "samarbejdsgrad"). */
export const samarbejdsgrad: ImportKindRules<CooperationRow> = {
  columns: ['omraade', 'periode', 'virksomheder', 'lokal', 'andre', 'ialt', 'kilde', 'hentet'],
  required: ['periode', 'virksomheder', 'lokal', 'andre', 'ialt'],
  uniqueField: undefined,
  parse: parseFigure,
  start: startSamarbejdsgrad,
};

/** How jobindsats writes a figure that it keeps back, or does not have. */
const KEPT_BACK = /^(?:-|\.{1,2})$/;

function parseFigure(fields: Fields, { today }: ParseContext): ParsedRow<CooperationRow> | FieldProblem[] {
  const read = readFields(fields);
  const figures = ['virksomheder', 'lokal', 'andre', 'ialt'].map((name) => read.text(name) ?? '');
  if (figures.some((figure) => KEPT_BACK.test(figure))) return [];
  const period = periodOf(read.requiredText('periode', { max: 20 }));
  if (!period && read.problems.length === 0)
    read.reject('periode', 'skal være en måned, et kvartal eller et år: 2017M07, 2017K3 eller 2017');
  const firms = firmsOf(read);
  const [local, others, all] = [shareOf(read, 'lokal'), shareOf(read, 'andre'), shareOf(read, 'ialt')];
  const wrong = read.problems.length === 0 ? sharesError({ local, others, all }) : undefined;
  if (wrong) read.reject('ialt', wrong);
  const sourceDate = read.date('hentet') ?? today;
  if (sourceDate > today) read.reject('hentet', 'kan ikke ligge i fremtiden');
  const area = read.text('omraade', { max: 200 }) ?? null;
  const source = read.freeText('kilde', { max: 300 }) ?? null;
  if (!period || read.problems.length > 0) return read.problems;
  const shares = { localShare: local, othersShare: others, allShare: all };
  const row = { area, ...period, firms, ...shares, source, sourceDate };
  return { key: `${area ?? ''} ${row.periodFrom} ${row.periodTo}`, sort: 0, row, masked: read.masked() };
}

/** 1.045 */
function firmsOf(read: FieldReader): number {
  const before = read.problems.length;
  const text = read.requiredText('virksomheder').replaceAll(/[.\s]/g, '');
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  if (read.problems.length === before) read.reject('virksomheder', 'skal være et helt tal over 0');
  return 0;
}

function shareOf(read: FieldReader, field: string): number {
  const before = read.problems.length;
  const share = shareIn(read.requiredText(field));
  if (share !== undefined) return share;
  if (read.problems.length === before) read.reject(field, 'skal være en procent fra 0 til 100, fx 11,6');
  return 0;
}
