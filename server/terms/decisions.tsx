import type { ComponentChildren } from 'preact';
import { showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { touchedInWords, WithdrawForm } from './answer.tsx';
import type { DecisionRow } from './list.ts';

interface DecisionTableProps {
  view: View;
  decisions: DecisionRow[];
  /** the list's filters, to come back to */
  query: string;
  empty: ComponentChildren;
}

export function DecisionTable({ view, decisions, query, empty }: DecisionTableProps) {
  return (
    <Table
      caption="Besluttede ord"
      url={view.url}
      rows={decisions}
      empty={empty}
      columns={[
        { head: 'Ord', cell: (row) => <span class="term">{row.text}</span> },
        { head: 'Beslutning', cell: (row) => <Outcome decision={row} /> },
        { head: 'Borgere', number: true, cell: (row) => showNumber(row.citizens) },
        { head: 'Ordrer', number: true, cell: (row) => showNumber(row.orders) },
        { head: 'Af', cell: (row) => `${row.decidedByName}, ${showInstant(row.decidedAt)}` },
        { head: 'Gælder', cell: (row) => <Standing view={view} row={row} query={query} /> },
      ]}
    />
  );
}

function Outcome({ decision }: { decision: DecisionRow }) {
  if (decision.decision === 'afvist')
    return (
      <>
        <span class="mark">✕ Afvist</span>{' '}
        {decision.conceptId === null ? (
          'Ingen kompetence'
        ) : (
          <>
            Ikke <ConceptName label={decision.label} />
          </>
        )}
      </>
    );
  const stands = decision.withdrawnAt === null;
  return (
    <>
      <span class={stands ? 'mark mark-good' : 'mark'}>
        {stands ? '✓' : '↩'} {labels.termDecision[decision.decision]}
      </span>{' '}
      {stands ? 'Tæller' : 'Talte'} som <ConceptName label={decision.label} />
    </>
  );
}

function Standing({ view, row, query }: { view: View; row: DecisionRow; query: string }) {
  if (row.withdrawnAt)
    return (
      <span class="muted">
        Trukket tilbage {showInstant(row.withdrawnAt)} af {row.withdrawnByName}
      </span>
    );
  return (
    <WithdrawForm view={view} id={row.id} query={query}>
      Træk tilbage<span class="sr-only">: »{row.text}«</span>
    </WithdrawForm>
  );
}

/** What the click a moment ago did, and the way back. */
export function JustDecided({ view, decided, query }: { view: View; decided: DecisionRow; query: string }) {
  return (
    <div class="note note-done row-line" role="status">
      <span>
        <span aria-hidden="true">✓ </span>
        {effectInWords(decided)}
      </span>
      {!decided.withdrawnAt && (
        <WithdrawForm view={view} id={decided.id} query={query}>
          Fortryd
        </WithdrawForm>
      )}
    </div>
  );
}

function effectInWords(decision: DecisionRow): string {
  const { text, label, conceptId } = decision;
  if (decision.withdrawnAt) return `Beslutningen om »${text}« er trukket tilbage.`;
  if (decision.decision !== 'afvist')
    return `»${text}« tæller herefter som ${label ?? 'et begreb, der ikke findes længere'} for ${touchedInWords(decision)}.`;
  const what = conceptId === null ? 'er ingen kompetence' : `er ikke ${label ?? 'det foreslåede'}`;
  return `»${text}« ${what}. Der bliver ikke spurgt igen.`;
}

function ConceptName({ label }: { label: string | null }) {
  return label ? <strong>{label}</strong> : <span class="muted">et begreb, der ikke findes længere</span>;
}
