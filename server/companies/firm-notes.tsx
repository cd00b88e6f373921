import { paths } from '../paths.ts';
import type { FirmRecord } from '../records/queries.ts';
import { showState } from '../records/record-view.tsx';
import { isHolding, stateOf } from '../records/rules.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import type { CompanyBar } from './bars.ts';
import { type OwnValue, standingValue } from './own-values.ts';
import { isInForce } from './rules.ts';

export interface NotedFirm {
  pNumber: number;
  endDate: string | null;
  reklamebeskyttet: boolean;
  company: { reklamebeskyttet: boolean };
  bars: readonly CompanyBar[];
  records: readonly FirmRecord[];
  ownValues: readonly OwnValue[];
}

/** What one must know before calling: on the firm's page and above the form that logs a contact. */
export function FirmNotes({ firm, today }: { firm: NotedFirm; today: string }) {
  const state = stateOf(firm.records, today);
  const wish = standingValue(firm.ownValues, 'kontaktoenske')?.value;
  return (
    <>
      {firm.endDate && firm.endDate <= today && (
        <p class="note note-bad">✕ Ophørt {showDate(firm.endDate)}.</p>
      )}
      {firm.bars
        .filter((bar) => isInForce(bar, today))
        .map((bar) => (
          <p class="note note-bad">
            ✕ {labels.firmBar[bar.kind]} fra {showDate(bar.fromDate)}: nye ordrer kan ikke oprettes, og åbne
            ordrer får ingen forslag. <a href={`${paths.company(firm.pNumber)}#spaerring`}>Se spærringen</a>
            <br />
            {bar.reason}
          </p>
        ))}
      {state && (
        <p class="note note-warn">
          ‖ {showState(state)}
          {state.form && `: ${labels.recordForm[state.form].toLowerCase()}`}.{' '}
          <a href={paths.record(state.id)}>Se eller ændr</a>
          {state.note && (
            <>
              <br />
              {state.note}
            </>
          )}
        </p>
      )}
      {firm.records
        .filter((record) => record.kind === 'advarsel' && isHolding(record, today))
        .map((record) => (
          <p class="note note-warn">
            ⚠ {record.form && labels.recordForm[record.form]}: {record.note}{' '}
            <span class="muted">Udløber {showDate(record.untilDate)}.</span>
          </p>
        ))}
      {wish && <p class="note">☎ Ønsker kontakt: {wish}</p>}
      <Reklamebeskyttelse firm={firm} today={today} />
    </>
  );
}

/** CVR-lovens § 19: no contact without a legal basis; whether one is enough is for the kommune to decide. */
function Reklamebeskyttelse({ firm, today }: { firm: NotedFirm; today: string }) {
  if (!firm.reklamebeskyttet && !firm.company.reklamebeskyttet) return null;
  const basis = firm.records.find((record) => record.kind === 'hjemmel' && isHolding(record, today));
  if (!basis) {
    return (
      <p class="note note-warn">
        ⚠ Reklamebeskyttet (CVR-lovens § 19): oplysningerne må ikke bruges til henvendelser uden hjemmel eller
        samtykke. Ingen hjemmel er skrevet ned.{' '}
        <a href={paths.newRecord(firm.pNumber, 'hjemmel')}>Skriv hjemlen</a>
      </p>
    );
  }
  return (
    <p class="note">
      Reklamebeskyttet (CVR-lovens § 19), men med hjemmel:{' '}
      {basis.form && labels.recordForm[basis.form].toLowerCase()}, {showDate(basis.fromDate)} (
      {basis.recordedByName ?? 'systemet'}). <a href={paths.record(basis.id)}>Se hjemlen</a>
    </p>
  );
}
