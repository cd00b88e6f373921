import { paths } from '../paths.ts';
import { addDays, quarterBefore, quarterOf, showDate } from '../ui/dates.ts';
import { ErrorSummary, TextField } from '../ui/form.tsx';
import { Layout } from '../ui/layout.tsx';
import { showNumber, showShare } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { Coverage } from './queries.ts';
import { type AskedPeriod, periodQuery } from './question.ts';
import { type Band, FIGURE_SLUGS, type Figure, ruleOn } from './rules.ts';

interface CoverageProps {
  view: View;
  period: AskedPeriod;
  figures: Coverage;
}

export function CoveragePage({ view, period, figures }: CoverageProps) {
  const link = (figure: Figure) =>
    `${paths.coverageList(FIGURE_SLUGS[figure])}?${periodQuery(period, view.today)}`;
  return (
    <Layout
      view={view}
      title={`Dækning, ${periodName(period)}`}
      aside={<Quarters view={view} period={period} />}
    >
      <Period period={period} />
      <div class="figures">
        <FigureLink
          href={link('inScope')}
          count={figures.inScope}
          text="virksomheder med flere end to ansatte"
        />
        <FigureLink
          href={link('contacted')}
          count={figures.contacted}
          text={`kontaktet, ${showBand(figures.coverage)}`}
        />
        <FigureLink
          href={link('visited')}
          count={figures.visited}
          text={`besøgt, ${showBand(figures.visits)}`}
        />
        <FigureLink href={link('notContacted')} count={figures.notContacted} text="ikke kontaktet endnu" />
        <FigureLink href={link('undecided')} count={figures.undecided} text="uafklarede: 2–4 ansatte" />
        <FigureLink href={link('unreported')} count={figures.unreported} text={unreportedText(figures)} />
      </div>
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
        <section class="panel">
          <h2>Sådan er der talt</h2>
          <p>{ruleOn(figures.to).sentence}</p>
          <dl class="facts">
            <dt>Regel</dt>
            <dd>{figures.rule}</dd>
            <dt>Periode</dt>
            <dd>
              {showDate(figures.from)}–{showDate(figures.to)}, begge dage med
            </dd>
            <dt>Opgjort pr.</dt>
            <dd>{showDate(period.asOfDate)}: kun det, der var registreret da</dd>
          </dl>
        </section>
      </div>
    </Layout>
  );
}

function periodName({ from, to }: AskedPeriod): string {
  const quarter = quarterOf(from);
  return quarter.from === from && quarter.to === to ? quarter.name : `${showDate(from)}–${showDate(to)}`;
}

function Quarters({ view, period }: Omit<CoverageProps, 'figures'>) {
  const before = quarterBefore(quarterOf(period.from));
  const after = quarterOf(addDays(quarterOf(period.to).to, 1));
  const href = ({ from, to }: { from: string; to: string }) =>
    `${paths.coverage}?${periodQuery({ from, to, asOfDate: view.today }, view.today)}`;
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

function Period({ period }: Pick<CoverageProps, 'period'>) {
  const values = { fra: period.from, til: period.to, pr: period.asOfDate };
  const form = { values, errors: period.errors };
  return (
    <>
      <ErrorSummary form={form} />
      <form class="filters" method="get" action={paths.coverage}>
        <TextField form={form} name="fra" label="Fra" type="date" />
        <TextField form={form} name="til" label="Til og med" type="date" />
        <TextField form={form} name="pr" label="Opgjort pr." type="date" />
        <button type="submit" class="button">
          Vis
        </button>
      </form>
    </>
  );
}

function FigureLink({ href, count, text }: { href: string; count: number; text: string }) {
  return (
    <a class="figure" href={href}>
      <b>{showNumber(count)}</b>
      <span>{text}</span>
    </a>
  );
}

function showBand({ min, max }: Band): string {
  return showShare(min) === showShare(max) ? showShare(min) : `${showShare(min)} til ${showShare(max)}`;
}

function unreportedText({ unreportedCountedAs }: Coverage): string {
  if (unreportedCountedAs === 'inde') return 'uden noget tal, talt med blandt dem med flere end to';
  if (unreportedCountedAs === 'uafklaret') return 'uden noget tal, talt med som uafklarede';
  return 'uden noget tal i CVR, ikke talt med';
}

interface BandTextProps {
  title: string;
  done: string;
  band: Band;
  figures: Coverage;
  reached: number;
  undecidedReached: number;
  link: string;
}

/** The arithmetic in the open: whoever doubts the figure can redo it on paper. */
function BandText({ title, done, band, figures, reached, undecidedReached, link }: BandTextProps) {
  const { inScope, undecided } = figures;
  const n = showNumber;
  return (
    <section>
      <h2>
        {title}: {showBand(band)}
      </h2>
      <Meter band={band} label={`${title}: ${showBand(band)}`} />
      {undecided === 0 ? (
        <p>
          {n(reached)} af {n(inScope)} er {done}. Ingen virksomheder er uafklarede.
        </p>
      ) : (
        <>
          <p>
            {n(undecided)} virksomheder er uafklarede: CVR oplyser kun et spænd, fx 2–4 ansatte. Af dem er{' '}
            <a href={link}>{n(undecidedReached)}</a> {done}.
          </p>
          <dl class="facts">
            <dt>Mindst {showShare(band.min)}</dt>
            <dd>
              hvis kun de uafklarede, der ikke er {done}, har flere end to ansatte: {n(reached)} / (
              {n(inScope)} + {n(undecided)} − {n(undecidedReached)})
            </dd>
            <dt>Højst {showShare(band.max)}</dt>
            <dd>
              hvis kun de uafklarede, der er {done}, har flere end to: ({n(reached)} + {n(undecidedReached)})
              / ({n(inScope)} + {n(undecidedReached)})
            </dd>
          </dl>
        </>
      )}
    </section>
  );
}

function Meter({ band, label }: { band: Band; label: string }) {
  const min = (band.min ?? 0) * 100;
  const max = (band.max ?? 0) * 100;
  return (
    <svg
      class="meter"
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      width="100%"
      height="10"
      role="img"
      aria-label={label}
    >
      <rect x="0" y="0" width={min} height="10" />
      <rect x={min} y="0" width={Math.max(0, max - min)} height="10" opacity="0.4" />
    </svg>
  );
}
