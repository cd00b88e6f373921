import { cprErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';
import { type Fields, textOf } from '../ui/fields.ts';
import type { SamarbejdsgradDraft } from './queries.ts';
import { shareIn, sharesError } from './rules.ts';

/** The figure as it may be stored, or an error in Danish per field. Shares are typed as per cent: 11,6. */
export function readSamarbejdsgradForm(
  fields: Fields,
  today: string,
): { draft: SamarbejdsgradDraft; errors: [] } | { draft?: undefined; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const date = (field: string, what: string) => {
    const text = textOf(fields, field);
    if (!isIsoDate(text)) errors.push({ field, reason: `Skriv ${what} som en dato.` });
    return text;
  };
  const share = (field: string, of: string) => {
    const typed = shareIn(textOf(fields, field));
    if (typed === undefined)
      errors.push({ field, reason: `Skriv andelen ${of} som en procent fra 0 til 100, fx 11,6.` });
    return typed ?? 0;
  };
  const periodFrom = date('fra', 'periodens første dag');
  const periodTo = date('til', 'periodens sidste dag');
  if (errors.length === 0 && periodFrom > periodTo)
    errors.push({ field: 'til', reason: 'Periodens sidste dag ligger før den første.' });
  const firms = textOf(fields, 'virksomheder').replaceAll(/[.\s]/g, '');
  if (!/^[1-9]\d{0,6}$/.test(firms))
    errors.push({ field: 'virksomheder', reason: 'Skriv antallet af virksomheder som et helt tal over 0.' });
  const shares = {
    local: share('lokal', 'med det lokale jobcenter'),
    others: share('andre', 'med andre jobcentre'),
    all: share('ialt', 'i alt'),
  };
  const wrong = errors.length === 0 ? sharesError(shares) : undefined;
  if (wrong) errors.push({ field: 'ialt', reason: wrong });
  const source = textOf(fields, 'kilde');
  if (source.length < 1 || source.length > 300)
    errors.push({ field: 'kilde', reason: 'Skriv, hvor tallet står, på højst 300 tegn.' });
  errors.push(...cprErrors('kilde', source));
  const sourceDate = date('kildedato', 'den dag, tallet er hentet,');
  if (isIsoDate(sourceDate) && sourceDate > today)
    errors.push({ field: 'kildedato', reason: 'Datoen kan ikke ligge i fremtiden.' });
  if (errors.length > 0) return { errors };
  const { local: localShare, others: othersShare, all: allShare } = shares;
  const figure = { periodFrom, periodTo, firms: Number(firms), localShare, othersShare, allShare };
  return { draft: { ...figure, source, sourceDate }, errors: [] };
}
