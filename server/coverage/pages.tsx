import type { CoverageUnit } from '../../db/schema/coverage.ts';
import { paths } from '../paths.ts';
import { addDays, quarterBefore, quarterOf, showDate } from '../ui/dates.ts';
import { ErrorSummary, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { BandText } from './band-text.tsx';
import { Breakdown } from './breakdown.tsx';
import { CountedHow } from './counted-how.tsx';
import type { Grouping } from './groups.ts';
import type { NamedLine, QuarterPace, TrendPoint } from './live-figures.ts';
import { PacePanel } from './pace-panel.tsx';
import type { Coverage } from './queries.ts';
import { type AskedPeriod, periodQuery } from './question.ts';
import { Readings } from './readings.tsx';
import { type CoverageRule, FIGURE_SLUGS, type Figure } from './rules.ts';
import { Trend } from './trend.tsx';

interface CoverageProps {
  view: View;
  period: AskedPeriod;
  unit: { asked: CoverageUnit; setting: CoverageUnit };
  figures: Coverage;
  plan: { name: string; figures: Coverage };
  rule: CoverageRule;
  /** only while the period runs */
  pace: QuarterPace | null;
  trend: TrendPoint[];
  breakdown: { by: Grouping; lines: NamedLine[]; total: number; page: number; pageSize: number };
  /** id of the period's seal; undefined: not sealed */
  sealId: number | undefined;
}

/** The address of the list behind a figure, in the period and unit of a page. */
export type ListLink = (figure: Figure, from?: string) => string;

export function CoveragePage(props: CoverageProps) {
  const { view, period, unit, figures, plan, rule, pace, trend, breakdown, sealId } = props;
  const link: ListLink = (figure, from = period.from) =>
    `${paths.coverageList(FIGURE_SLUGS[figure])}?${periodQuery({ ...period, from }, view.today, unit)}`;
  const name = periodName(period);
  return (
    <Layout
      view={view}
      title={`Dækning, ${name}`}
      aside={<Quarters view={view} period={period} unit={unit} />}
    >
      <Period period={period} unit={unit.asked} />
      <UnitSwitch view={view} asked={unit.asked} />
      <Readings view={view} name={name} figures={figures} plan={plan} link={link} />
      <div class="columns">
        <div>
          <BandText
            title="Kontakt"
            done="kontaktet"
            band={figures.coverage}
            figures={figures}
            reached={figures.contacted}
            undecidedReached={figures.undecidedContacted}
            link={link('undecidedContacted')}
          />
          <BandText
            title="Besøg"
            done="besøgt"
            band={figures.visits}
            figures={figures}
            reached={figures.visited}
            undecidedReached={figures.undecidedVisited}
            link={link('undecidedVisited')}
          />
        </div>
        <div>
          {pace && <PacePanel view={view} name={name} pace={pace} link={link} />}
          <CountedHow period={period} figures={figures} rule={rule} sealId={sealId} />
        </div>
      </div>
      <Trend view={view} points={trend} unit={unit} />
      <Breakdown view={view} {...breakdown} link={link} />
    </Layout>
  );
}

function periodName({ from, to }: AskedPeriod): string {
  const quarter = quarterOf(from);
  return quarter.from === from && quarter.to === to ? quarter.name : `${showDate(from)}–${showDate(to)}`;
}

function Quarters({ view, period, unit }: Pick<CoverageProps, 'view' | 'period' | 'unit'>) {
  const before = quarterBefore(quarterOf(period.from));
  const after = quarterOf(addDays(quarterOf(period.to).to, 1));
  const href = ({ from, to }: { from: string; to: string }) =>
    `${paths.coverage}?${periodQuery({ from, to, asOfDate: view.today }, view.today, unit)}`;
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
      <a class="button button-small" href={paths.seals}>
        Dækningsbeviser
      </a>
      <a class="button button-small" href={paths.samarbejdsgrad}>
        Samarbejdsgrad
      </a>
    </>
  );
}

function Period({ period, unit }: { period: AskedPeriod; unit: CoverageUnit }) {
  const values = { fra: period.from, til: period.to, pr: period.asOfDate };
  const form = { values, errors: period.errors };
  return (
    <>
      <ErrorSummary form={form} />
      <form class="filters" method="get" action={paths.coverage}>
        <TextField form={form} name="fra" label="Fra" type="date" />
        <TextField form={form} name="til" label="Til og med" type="date" />
        <TextField form={form} name="pr" label="Opgjort pr." type="date" />
        <input type="hidden" name="enhed" value={unit} />
        <button type="submit" class="button">
          Vis
        </button>
      </form>
    </>
  );
}

/** One tap from the one way of counting to the other. */
function UnitSwitch({ view, asked }: { view: View; asked: CoverageUnit }) {
  return (
    <ul class="group-links" aria-label="Hvad der tælles">
      {choices(labels.coverageUnit).map(([unit, text]) => (
        <li>
          <a
            href={withQuery(view.url, { enhed: unit, side: null })}
            aria-current={unit === asked ? 'true' : undefined}
          >
            {text}
          </a>
        </li>
      ))}
    </ul>
  );
}
