import { FORMIDLING_STAGES, type FormidlingStage } from '../../db/schema/formidling.ts';
import { BarNote } from '../job-orders/bar-note.tsx';
import type { OrderDetails } from '../job-orders/queries.ts';
import { statusToday } from '../job-orders/rules.ts';
import { PersonName } from '../matching/candidate-card.tsx';
import type { Person } from '../matching/candidates.ts';
import { paths } from '../paths.ts';
import { ErrorSummary, type FormState, TextArea, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { BoardCard, OUTCOME_FORM } from './board-card.tsx';
import { OutcomeFields } from './outcome-fields.tsx';
import type { LogEntry } from './queries.ts';
import type { ShownCard } from './rights.ts';
import { COMMENT_LIMIT } from './rules.ts';

export interface BoardPageProps {
  view: View;
  details: OrderDetails;
  cards: readonly ShownCard[];
  logs: ReadonlyMap<number, LogEntry[]>;
  /** positions that placements have taken */
  taken: number;
  mayClose: boolean;
  /** own citizens that were searched for, for those who have any; null: has none */
  search: { text: string; found: Person[] } | null;
  form: FormState;
}

const EMPTY_COLUMN: Readonly<Record<FormidlingStage, string>> = {
  vurderes: 'Ingen. Sæt borgere på tavlen fra forslagene.',
  spurgt: 'Ingen venter på at svare.',
  delt: 'Virksomheden har ikke hørt om nogen endnu.',
  samtale: 'Ingen samtaler er aftalt.',
  startet: 'Ingen er startet.',
  ej: 'Ingen er afsluttet.',
};

/** The order's candidates from »vurderes« to »startet«. */
export function BoardPage(props: BoardPageProps) {
  const { view, details, cards, logs, taken } = props;
  const { order } = details;
  return (
    <Layout
      view={view}
      title={`Tavle: ${order.title}`}
      aside={
        <>
          <a class="button button-primary" href={paths.shortlist(order.id)}>
            Find kandidater
          </a>
          <a class="button" href={paths.jobOrder(order.id)}>
            Til ordren
          </a>
        </>
      }
    >
      <p class="lead">
        {labels.orderType[order.type]} · {details.firmName} · {taken} af {order.positions}{' '}
        {order.positions === 1 ? 'plads' : 'pladser'} besat
      </p>
      <BarNote details={details} />
      <ErrorSummary form={props.form} />
      <Standing {...props} />
      <div class="board" data-board>
        {FORMIDLING_STAGES.map((stage) => (
          <Column
            stage={stage}
            today={view.today}
            logs={logs}
            isFull={taken >= order.positions}
            cards={cards.filter(({ card }) => card.stage === stage)}
          />
        ))}
      </div>
      <p class="muted">
        Du ser de borgere, du må se. Et kort kan forsvinde herfra, når borgerens sagsbehandler ændrer noget.{' '}
        <span class="wide-only">
          Træk et kort til en kolonne, eller stil dig på det og tryk mellemrum, pil og Enter.{' '}
        </span>
        <a href={paths.boardLog(order.id, 'csv')}>Hent formidlingsloggen (CSV)</a>
      </p>
      <p class="sr-only" role="status" data-board-status />
      {props.search && <FindOwn {...props} search={props.search} />}
      {cards.some(({ steps }) => steps.includes('ej')) && <Outcome {...props} />}
    </Layout>
  );
}

interface ColumnProps {
  stage: FormidlingStage;
  cards: readonly ShownCard[];
  logs: ReadonlyMap<number, LogEntry[]>;
  today: string;
  isFull: boolean;
}

function Column({ stage, cards, logs, today, isFull }: ColumnProps) {
  return (
    <section
      class="board-column"
      data-stage={stage}
      data-title={labels.formidlingStage[stage]}
      aria-labelledby={`kolonne-${stage}`}
    >
      <h2 id={`kolonne-${stage}`}>
        {labels.formidlingStage[stage]} <span class="muted">{cards.length}</span>
      </h2>
      {cards.length === 0 && <p class="muted">{EMPTY_COLUMN[stage]}</p>}
      <ul class="board-cards">
        {cards.map((shown) => (
          <BoardCard shown={shown} log={logs.get(shown.card.id) ?? []} today={today} isFull={isFull} />
        ))}
      </ul>
    </section>
  );
}

/** What the order itself asks to be done: close it when it is filled, finish the cards when it is closed. */
function Standing({ view, details, cards, taken, mayClose, form }: BoardPageProps) {
  const { order } = details;
  const status = statusToday(order, view.today);
  const open = cards.filter(({ card }) => card.stage !== 'ej' && card.stage !== 'startet').length;
  const isOpen = status === 'under_behandling' || status === 'inaktiveret';
  if (!isOpen && open > 0)
    return (
      <p class="note note-warn">
        ! Ordren er lukket ({labels.orderStatus[status]}), men {open} {open === 1 ? 'kort er' : 'kort er'}{' '}
        ikke afsluttet. Afslut dem nedenfor, eller åbn ordren igen.
      </p>
    );
  if (!isOpen || taken < order.positions || !mayClose) return null;
  return (
    <section class="note note-done" aria-labelledby="besat">
      <h2 id="besat">✓ Alle pladser er besat</h2>
      <form method="post" action={paths.boardClosed(order.id)}>
        <FormToken view={view} />
        <input type="hidden" name="version" value={String(order.version)} />
        <TextArea
          form={form}
          name="luk_kommentar"
          label="Luk ordren: hvorfor?"
          hint="Skal skrives (§ 137), fx »To er startet den 1.12.«"
          rows={2}
          maxLength={COMMENT_LIMIT}
          required
        />
        {open > 0 && (
          <label class="board-rest">
            <span class="tick">
              <input type="checkbox" name="afslut_resten" value="ja" />
            </span>{' '}
            Afslut også {open === 1 ? 'det ene kort' : `de ${open} kort`}, der er tilbage: »
            {labels.formidlingEnd.ordre_lukket}«
          </label>
        )}
        <button type="submit" class="button button-primary">
          Behovet er dækket: luk ordren
        </button>
      </form>
    </section>
  );
}

function FindOwn({
  view,
  details,
  search,
  cards,
}: BoardPageProps & { search: { text: string; found: Person[] } }) {
  const { order } = details;
  const there = new Set(
    cards.filter(({ card }) => card.stage !== 'ej').map(({ person }) => person.citizenId),
  );
  return (
    <section class="panel" aria-labelledby="egne">
      <h2 id="egne">Sæt en af dine borgere på tavlen</h2>
      <form method="get" action={paths.board(order.id)} class="find">
        <TextField
          form={{ values: { borger: search.text }, errors: [] }}
          name="borger"
          label="Navn eller borgernummer"
          type="search"
          maxLength={100}
        />
        <button type="submit" class="button">
          Søg
        </button>
      </form>
      {search.text !== '' && search.found.length === 0 && (
        <p class="muted">Ingen af dine borgere passer. Prøv en del af navnet.</p>
      )}
      <ul class="rows">
        {search.found.map((person) => (
          <li class="row-line">
            <PersonName person={person} />
            {there.has(person.citizenId) ? (
              <span class="muted">Står på tavlen</span>
            ) : (
              <form method="post" action={paths.board(order.id)}>
                <FormToken view={view} />
                <input type="hidden" name="borger" value={String(person.citizenId)} />
                <button type="submit" class="button button-small">
                  Sæt på tavlen<span class="sr-only">: {person.name ?? person.key}</span>
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Several cards at once, ticked above. */
function Outcome({ view, details, form }: BoardPageProps) {
  return (
    <section class="panel" aria-labelledby="afslut">
      <h2 id="afslut">Afslut flere på én gang</h2>
      <p class="muted">Sæt flueben ved kortene ovenfor. Den, der er startet, afsluttes på sin placering.</p>
      <form id={OUTCOME_FORM} method="post" action={paths.boardEnded(details.order.id)}>
        <FormToken view={view} />
        <OutcomeFields form={form} />
        <button type="submit" class="button">
          Afslut de valgte
        </button>
      </form>
    </section>
  );
}
