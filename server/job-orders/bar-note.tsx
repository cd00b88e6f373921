import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import type { OrderDetails } from './queries.ts';

const BAR_REASONS = {
  ophoert: 'er ophørt',
  blokade: 'er i blokade',
  konflikt: 'er i konflikt',
  spaerret: 'er spærret af kommunen',
};

/** The order is kept; it only gets no candidates. */
export function BarNote({ details: { bar, order, firmEndDate } }: { details: OrderDetails }) {
  if (bar === null) return null;
  return (
    <p class="note note-bad">
      ✕ Virksomheden {BAR_REASONS[bar]}
      {bar === 'ophoert' && firmEndDate !== null && ` ${showDate(firmEndDate)}`}: ordren er bevaret, men får
      ingen forslag.{' '}
      {bar !== 'ophoert' && order.pNumber !== null && (
        <a href={`${paths.company(order.pNumber)}#spaerring`}>Se hvorfor, og hvem der kan ophæve det</a>
      )}
    </p>
  );
}
