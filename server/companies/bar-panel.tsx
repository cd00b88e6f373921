import { BAR_KINDS } from '../../db/schema/companies.ts';
import { paths } from '../paths.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import { Choice, ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { BAR_REASON_LIMIT } from './bar-form.ts';
import type { CompanyBar } from './bars.ts';
import type { PUnitDetail } from './queries.ts';
import { isInForce } from './rules.ts';

interface BarPanelProps {
  view: View;
  firm: Pick<PUnitDetail, 'pNumber' | 'bars'>;
  mayBar: boolean;
  form: FormState;
}

/** Blokade, konflikt, spærret: set and lifted with a reason, and nothing is ever written over. */
export function BarPanel({ view, firm: { pNumber, bars }, mayBar, form }: BarPanelProps) {
  const standing = bars.filter((bar) => bar.liftedAt === null && !hasRunOut(bar, view.today));
  const past = bars.filter((bar) => !standing.includes(bar));
  const lifting = standing.find((bar) => form.errors.some(({ field }) => field === liftField(bar)));
  const setForm = lifting ? { values: {}, errors: [] } : form;
  return (
    <section class="panel" id="spaerring">
      <h2>Spærring</h2>
      {standing.length === 0 && <p class="muted">Ingen. Virksomheden kan få ordrer og forslag.</p>}
      <ul class="rows">
        {standing.map((bar) => (
          <li>
            <StandingBar bar={bar} today={view.today} />
            {mayBar && <LiftForm view={view} bar={bar} form={lifting === bar ? form : NOTHING_TYPED} />}
          </li>
        ))}
      </ul>
      {mayBar && <SetForm view={view} pNumber={pNumber} form={setForm} />}
      {past.length > 0 && (
        <details class="more">
          <summary>Tidligere spærringer ({past.length})</summary>
          <ul class="rows">
            {past.map((bar) => (
              <li>
                <PastBar bar={bar} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const NOTHING_TYPED: FormState = { values: {}, errors: [] };

function hasRunOut(bar: CompanyBar, today: string): boolean {
  return bar.untilDate !== null && bar.untilDate <= today;
}

/** Several bars may stand on one page: each reason has a field of its own. */
export function liftField({ id }: Pick<CompanyBar, 'id'>): string {
  return `hvorfor_${id}`;
}

function StandingBar({ bar, today }: { bar: CompanyBar; today: string }) {
  return (
    <>
      <span class={`mark ${isInForce(bar, today) ? 'mark-bad' : 'mark-warn'}`}>
        <span aria-hidden="true">{isInForce(bar, today) ? '✕ ' : '○ '}</span>
        {labels.firmBar[bar.kind]}
        {!isInForce(bar, today) && ' på vej'}
      </span>{' '}
      {showSpan(bar)}
      <br />
      {bar.reason}
      <br />
      <span class="muted">
        {bar.recordedByName}, {showInstant(bar.recordedAt)}
      </span>
    </>
  );
}

function showSpan({ fromDate, untilDate }: Pick<CompanyBar, 'fromDate' | 'untilDate'>): string {
  return untilDate
    ? `fra ${showDate(fromDate)}, ophører ${showDate(untilDate)}`
    : `fra ${showDate(fromDate)}, indtil den ophæves`;
}

function PastBar({ bar }: { bar: CompanyBar }) {
  return (
    <>
      <strong>{labels.firmBar[bar.kind]}</strong> fra {showDate(bar.fromDate)}: {bar.reason}
      <br />
      <span class="muted">
        {bar.recordedByName}, {showInstant(bar.recordedAt)}.{' '}
        {bar.liftedAt
          ? `Ophævet af ${bar.liftedByName} ${showInstant(bar.liftedAt)}: ${bar.liftedReason}`
          : `Ophørte ${showDate(bar.untilDate)}.`}
      </span>
    </>
  );
}

function LiftForm({ view, bar, form }: { view: View; bar: CompanyBar; form: FormState }) {
  return (
    <details class="more" open={form.errors.length > 0}>
      <summary>Ophæv</summary>
      <form method="post" action={paths.companyBarLifted(bar.id)}>
        <FormToken view={view} />
        <ErrorSummary form={form} />
        <TextField
          form={form}
          name={liftField(bar)}
          label="Hvorfor ophæves den"
          required
          maxLength={BAR_REASON_LIMIT}
        />
        <button type="submit" class="button">
          Ophæv {labels.firmBar[bar.kind].toLowerCase()}
        </button>
      </form>
    </details>
  );
}

function SetForm({ view, pNumber, form }: { view: View; pNumber: number; form: FormState }) {
  return (
    <details class="more" open={form.errors.length > 0}>
      <summary>Spær virksomheden</summary>
      <form method="post" action={paths.companyBars(pNumber)}>
        <FormToken view={view} />
        <ErrorSummary form={form} />
        <Choice
          form={form}
          name="spaerring"
          label="Hvad er det"
          hint="Blokade og konflikt er arbejdsmarkedets; spærret er kommunens egen beslutning."
          options={BAR_KINDS.map((kind) => [kind, labels.firmBar[kind]])}
        />
        <TextField
          form={form}
          name="begrundelse"
          label="Hvorfor"
          hint="Kolleger ser det. Ingen CPR-numre."
          required
          maxLength={BAR_REASON_LIMIT}
        />
        <TextField form={form} name="fra" label="Fra" type="date" required />
        <TextField
          form={form}
          name="ophoerer"
          label="Ophører"
          hint="Den første dag uden spærring. Tomt: indtil den ophæves."
          type="date"
          required={false}
        />
        <button type="submit" class="button">
          Spær
        </button>
      </form>
    </details>
  );
}
