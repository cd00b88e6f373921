import { addDays, endOfLocalDate, quarterBefore, quarterOf, showDate } from '../ui/dates.ts';
import { ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';

/** Local dates, both included. */
export interface Period {
  from: string;
  to: string;
}

export interface ReportPeriod extends Period {
  form: FormState;
}

/** The instants (UTC) between which a local date of the period lies. */
export function instantsOf({ from, to }: Period) {
  return { first: endOfLocalDate(addDays(from, -1)), last: endOfLocalDate(to) };
}

export function periodName({ from, to }: Period): string {
  const quarter = quarterOf(from);
  return quarter.from === from && quarter.to === to ? quarter.name : `${showDate(from)}–${showDate(to)}`;
}

export function periodQuery({ from, to }: Period): string {
  return new URLSearchParams({ fra: from, til: to }).toString();
}

export function QuarterLinks({ view, period }: { view: View; period: ReportPeriod }) {
  const before = quarterBefore(quarterOf(period.from));
  const after = quarterOf(addDays(quarterOf(period.to).to, 1));
  const href = ({ from, to }: Period) => withQuery(view.url, { fra: from, til: to });
  return (
    <>
      <a class="button button-small" href={href(before)}>
        ← {before.name}
      </a>
      {after.from <= view.today && (
        <a class="button button-small" href={href(after)}>
          {after.name} →
        </a>
      )}
    </>
  );
}

export function PeriodForm({ action, period: { form } }: { action: string; period: ReportPeriod }) {
  return (
    <>
      <ErrorSummary form={form} />
      <form class="filters" method="get" action={action}>
        <TextField form={form} name="fra" label="Fra" type="date" />
        <TextField form={form} name="til" label="Til og med" type="date" />
        <button type="submit" class="button">
          Vis
        </button>
      </form>
    </>
  );
}
