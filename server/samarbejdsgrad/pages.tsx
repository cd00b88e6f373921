import type { Coverage } from '../coverage/queries.ts';
import { ruleSentence } from '../coverage/rule-text.ts';
import type { CoverageRule } from '../coverage/rules.ts';
import { paths } from '../paths.ts';
import { quarterOf, showDate, showInstant } from '../ui/dates.ts';
import { ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { FormToken, Layout } from '../ui/layout.tsx';
import { type Column, showNumber, showShare, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { SamarbejdsgradFigure } from './queries.ts';
import { overlapShare } from './rules.ts';

interface SamarbejdsgradPageProps {
  view: View;
  history: readonly SamarbejdsgradFigure[];
  coverage: Coverage;
  rule: CoverageRule;
  form: FormState;
}

/** The two measures side by side, each with its own firms and its own words. */
export function SamarbejdsgradPage({ view, history, coverage, rule, form }: SamarbejdsgradPageProps) {
  const [latest] = history;
  return (
    <Layout view={view} title="Samarbejdsgrad og dækning">
      <p class="lead">
        To mål for to ting. De har hver deres virksomheder i nævneren og kan hverken lægges sammen eller
        trækkes fra hinanden.
      </p>
      <div class="panels">
        <section class="panel">
          <h2>Samarbejdsgrad</h2>
          {latest ? (
            <Published figure={latest} />
          ) : (
            <p class="empty">
              Der er ikke indtastet noget tal. Det, der mangler, er jobindsats' opgørelse: antal virksomheder
              og andelene lokalt, hos andre og i alt. En leder kan skrive den nedenfor, en administrator kan
              importere den.
            </p>
          )}
          <h3>Hvad den måler</h3>
          <p>
            Andelen af virksomheder i kommunen med mindst én ansat i gennemsnit, som har borgere i løntilskud,
            virksomhedspraktik, jobrotation, skånejob, fleksjob eller med mentor. Opkald, besøg, jobordrer og
            ordinære ansættelser tæller ikke. Hver virksomhed tæller én gang i hvert tal; den, der samarbejder
            både lokalt og med andre, er med begge steder, men kun én gang i alt.
          </p>
        </section>
        <section class="panel">
          <h2>Dækning, {quarterOf(coverage.from).name}</h2>
          <dl class="facts">
            <dt>Virksomheder i mål</dt>
            <dd>{showNumber(coverage.inScope)}</dd>
            <dt>Kontaktet</dt>
            <dd>{showSpan(coverage.coverage)}</dd>
            <dt>Besøgt</dt>
            <dd>{showSpan(coverage.visits)}</dd>
            <dt>Regel</dt>
            <dd>
              <a href={paths.coverageRule(rule.id)}>{rule.version}</a>, i kraft fra {showDate(rule.validFrom)}
            </dd>
          </dl>
          <h3>Hvad den måler</h3>
          <p>{ruleSentence(rule)}</p>
          <p>
            <a href={`${paths.coverage}?fra=${coverage.from}&til=${coverage.to}`}>Til dækningen</a>
          </p>
        </section>
      </div>
      <h2>Alle indtastede tal</h2>
      <Table
        caption="Samarbejdsgrad, alle indtastede tal"
        url={view.url}
        rows={history}
        empty="Ingen endnu."
        columns={COLUMNS}
      />
      {view.actor?.roles.includes('leder') && <Entry view={view} form={form} />}
    </Layout>
  );
}

function showSpan({ min, max }: { min: number | null; max: number | null }): string {
  return showShare(min) === showShare(max) ? showShare(min) : `${showShare(min)} til ${showShare(max)}`;
}

function Published({ figure }: { figure: SamarbejdsgradFigure }) {
  const shares = { local: figure.localShare, others: figure.othersShare, all: figure.allShare };
  return (
    <dl class="facts">
      <dt>Periode</dt>
      <dd>
        {showDate(figure.periodFrom)}–{showDate(figure.periodTo)}
      </dd>
      <dt>Virksomheder</dt>
      <dd>{showNumber(figure.firms)}</dd>
      <dt>Med det lokale jobcenter</dt>
      <dd>{showShare(figure.localShare)}</dd>
      <dt>Med andre</dt>
      <dd>{showShare(figure.othersShare)}</dd>
      <dt>I alt</dt>
      <dd>{showShare(figure.allShare)}</dd>
      <dt>Heraf med begge</dt>
      <dd>{showShare(overlapShare(shares))} (talt én gang i alt)</dd>
      <dt>Kilde</dt>
      <dd>
        {figure.source}, hentet {showDate(figure.sourceDate)}
      </dd>
    </dl>
  );
}

const COLUMNS: Column<SamarbejdsgradFigure>[] = [
  {
    head: 'Periode',
    cell: ({ periodFrom, periodTo }) => `${showDate(periodFrom)}–${showDate(periodTo)}`,
  },
  { head: 'Virksomheder', number: true, cell: ({ firms }) => showNumber(firms) },
  { head: 'Lokalt', number: true, cell: ({ localShare }) => showShare(localShare) },
  { head: 'Andre', number: true, cell: ({ othersShare }) => showShare(othersShare) },
  { head: 'I alt', number: true, cell: ({ allShare }) => showShare(allShare) },
  { head: 'Kilde', cell: ({ source, sourceDate }) => `${source}, ${showDate(sourceDate)}` },
  {
    head: 'Indtastet',
    cell: ({ recordedByName, recordedAt }) => `${recordedByName ?? 'Importeret'}, ${showInstant(recordedAt)}`,
  },
];

function Entry({ view, form }: { view: View; form: FormState }) {
  return (
    <details open={form.errors.length > 0}>
      <summary>Indtast jobindsats' tal</summary>
      <ErrorSummary form={form} />
      <form class="narrow" method="post" action={paths.samarbejdsgrad}>
        <FormToken view={view} />
        <TextField form={form} name="fra" label="Periodens første dag" type="date" required />
        <TextField form={form} name="til" label="Periodens sidste dag" type="date" required />
        <TextField
          form={form}
          name="virksomheder"
          label="Antal virksomheder"
          hint="Med mindst én ansat, som jobindsats tæller dem."
          required
          inputMode="numeric"
        />
        <TextField
          form={form}
          name="lokal"
          label="Med det lokale jobcenter, %"
          required
          inputMode="decimal"
        />
        <TextField form={form} name="andre" label="Med andre jobcentre, %" required inputMode="decimal" />
        <TextField form={form} name="ialt" label="I alt, %" required inputMode="decimal" />
        <TextField
          form={form}
          name="kilde"
          label="Kilde"
          hint="Fx jobindsats.dk, Samarbejdsgrad."
          required
          maxLength={300}
        />
        <TextField form={form} name="kildedato" label="Hentet den" type="date" required />
        <button type="submit" class="button button-primary">
          Gem
        </button>
      </form>
    </details>
  );
}
