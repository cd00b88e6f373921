import type { ExclusionReason } from '../../workers/matching/types.ts';
import { PutOnBoard } from '../formidling/put-on-board.tsx';
import type { stagesOfOrder } from '../formidling/queries.ts';
import type { OrderDetails } from '../job-orders/queries.ts';
import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { PersonName } from './candidate-card.tsx';
import type { Person } from './candidates.ts';
import type { Confirmers } from './confirmers.ts';
import type { Pair, RuleVerdict } from './pair.ts';
import { EXCLUSIONS, ReasonList, RowFacts, ScoreTable } from './reasons.tsx';
import { SetAsideForm } from './set-aside-form.tsx';

interface PairPageProps {
  view: View;
  details: OrderDetails;
  person: Person;
  pair: Pair;
  confirmers: Confirmers;
  /** who stands where on the order's board */
  board: ReturnType<typeof stagesOfOrder>;
}

/** One order and one citizen, everything that was compared and nothing else. */
export function PairPage(props: PairPageProps) {
  const { view, details, person, pair, confirmers, board } = props;
  const { order, firmName } = details;
  const { explanation, judgement, rules } = pair;
  return (
    <Layout
      view={view}
      title={`${person.name ?? person.key} og ${order.title}`}
      aside={
        <>
          <a class="button" href={paths.shortlist(order.id)}>
            Til forslagene
          </a>
          <a class="button button-primary" href={paths.matchReason(person.citizenId, order.id)}>
            Begrundelse til borgeren
          </a>
        </>
      }
    >
      <p class="lead">
        <PersonName person={person} />
        <br />
        <a href={paths.jobOrder(order.id)}>{order.title}</a> · {labels.orderType[order.type]} · {firmName}
      </p>
      <Standing pair={pair} />
      <p>
        <PutOnBoard
          view={view}
          orderId={order.id}
          citizenId={person.citizenId}
          name={person.name ?? person.key}
          card={board.get(person.citizenId)}
          back="par"
        />
      </p>
      {judgement.excluded === null && <RowFacts explanation={explanation} title={order.title} />}
      <h2>Det, der skal være på plads</h2>
      <Table
        caption="Ufravigelige regler, i den rækkefølge de spørges"
        url={view.url}
        rows={rules}
        empty="Ordren stiller ingen."
        columns={RULE_COLUMNS}
      />
      <Remedies rules={rules} />
      <h2>Krav for krav</h2>
      <ReasonList explanation={explanation} title={order.title} confirmers={confirmers} />
      {judgement.excluded === null && (
        <>
          <h2>Pointene</h2>
          <ScoreTable score={judgement.score} parts={judgement.parts} />
          <p class="muted">
            Hvad hver del tæller, står i <a href={paths.weights}>Sådan tælles der</a>.
          </p>
        </>
      )}
      {pair.setAside === null && <SetAsideForm view={view} orderId={order.id} person={person} typed={null} />}
    </Layout>
  );
}

function Standing({ pair: { rank, judgement, setAside, rules } }: { pair: Pair }) {
  if (setAside) {
    return (
      <p class="note note-warn">
        ↷ Sat til side {showInstant(setAside.at)} af {setAside.byName}: {labels.setAside[setAside.reason]}.
      </p>
    );
  }
  const broken = rules.filter(({ verdict }) => verdict === 'brudt');
  if (broken.length > 0) {
    return (
      <p class="note note-bad">
        ✕ Ikke på listen. {broken.length === 1 ? 'Én regel' : `${broken.length} regler`} står i vejen:{' '}
        {broken.map(({ rule }) => EXCLUSIONS[rule].label).join(', ')}.
      </p>
    );
  }
  if (rank === null) {
    return (
      <p class="note">
        – Ingen regel er brudt, men borgeren er ikke blandt dem, der vises: intet til fælles med ordren, eller
        andre passer bedre.
      </p>
    );
  }
  return (
    <p class="note note-done">
      ✓ Nummer {rank} på listen med {showNumber(judgement.score)} point.
    </p>
  );
}

const SIGNS = {
  holdt: { text: '✓ Holdt', look: 'good' },
  brudt: { text: '✕ Brudt', look: 'bad' },
  ukendt: { text: '? Ukendt', look: 'warn' },
} as const;

/** What a list of the sorted out is headed by would read as its opposite beside »holdt«. */
const LABELS: Readonly<Partial<Record<ExclusionReason, string>>> = {
  maa_ikke_deles: 'Deling',
  har_arbejdsgiver: 'Arbejdsgiver',
  i_forloeb: 'Andre forløb',
};

const RULE_COLUMNS: Column<RuleVerdict>[] = [
  { head: 'Regel', cell: ({ rule }) => LABELS[rule] ?? EXCLUSIONS[rule].label },
  { head: 'Ordren', cell: ({ demand }) => demand || '–' },
  {
    head: 'Svar',
    cell: ({ verdict }) => <span class={`mark mark-${SIGNS[verdict].look}`}>{SIGNS[verdict].text}</span>,
  },
  { head: 'Hvad der står', cell: ({ detail }) => detail || '–' },
];

function Remedies({ rules }: { rules: RuleVerdict[] }) {
  const broken = rules.filter(({ verdict }) => verdict === 'brudt');
  if (broken.length === 0) return null;
  return (
    <ul>
      {broken.map(({ rule }) => (
        <li>
          <strong>{EXCLUSIONS[rule].label}:</strong> {EXCLUSIONS[rule].remedy}
        </li>
      ))}
    </ul>
  );
}
