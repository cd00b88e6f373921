import { paths } from '../paths.ts';
import { quarterOf, showDate, showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, Paging, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { showBand } from './band-text.tsx';
import type {
  ChangedFirm,
  effectOfLateEntries,
  LateContact,
  lateContacts,
  lateHeadcounts,
  SealedState,
} from './late.ts';
import { FIGURE_TITLES } from './list-page.tsx';
import type { Coverage } from './queries.ts';
import { FIGURES } from './rules.ts';
import type { Seal } from './seal-queries.ts';

interface LatePageProps {
  view: View;
  seal: Seal;
  contacts: ReturnType<typeof lateContacts> & { page: number; pageSize: number };
  headcounts: ReturnType<typeof lateHeadcounts>;
  effect: ReturnType<typeof effectOfLateEntries>;
}

/** So many changed firms are shown; more is an import, and its own page tells of it. */
const SHOWN = 100;

/** What was entered after the seal, and what the number would be with it: apart from the number, which stands. */
export function LatePage({ view, seal, contacts, headcounts, effect }: LatePageProps) {
  const { now, changed } = effect;
  return (
    <Layout view={view} title={`Registreret efter forseglingen, ${quarterOf(seal.fromDate).name}`}>
      <p class="lead">
        Det forseglede tal står. Her er det, der er registreret om kvartalet efter {showInstant(seal.knownAt)}
        , og hvad det ville have betydet. <a href={paths.seal(seal.id)}>Til dækningsbeviset</a>
      </p>
      <h2>Virkning på tallet</h2>
      <Table
        caption="Virkning på tallet"
        url={view.url}
        rows={effectLines(seal, now)}
        empty=""
        columns={EFFECT}
      />
      <h2>Virksomheder, der ville tælle anderledes</h2>
      {changed.length > SHOWN && (
        <p class="muted">
          {showNumber(changed.length)} i alt; de første {SHOWN} vises.
        </p>
      )}
      <Table
        caption="Virksomheder, der ville tælle anderledes"
        url={view.url}
        rows={changed.slice(0, SHOWN)}
        empty="Ingen."
        columns={CHANGED}
      />
      <h2>Ansattetal</h2>
      <p>
        {showNumber(headcounts.fromRegister)} tal fra registret om kvartalet eller tiden før er kommet til
        eller erstattet siden.
      </p>
      <Table
        caption="Ansattetal oplyst efter forseglingen"
        url={view.url}
        rows={headcounts.own}
        empty="Ingen konsulent har oplyst et ansattetal om kvartalet siden."
        columns={HEADCOUNTS}
      />
      <h2>Kontakter i kvartalet</h2>
      <Table
        caption="Kontakter indtastet eller rettet efter forseglingen"
        url={view.url}
        rows={contacts.rows}
        empty="Ingen kontakter er indtastet eller rettet siden."
        columns={CONTACTS}
      />
      <Paging url={view.url} page={contacts.page} pageSize={contacts.pageSize} total={contacts.total} />
    </Layout>
  );
}

interface EffectLine {
  name: string;
  sealed: string;
  now: string;
  difference: string;
}

function effectLines(seal: Seal, now: Coverage): EffectLine[] {
  const band = (name: string, pick: 'coverage' | 'visits'): EffectLine => ({
    name,
    sealed: showBand(seal.figures[pick]),
    now: showBand(now[pick]),
    difference: '',
  });
  return [
    band('Kontakt', 'coverage'),
    band('Besøg', 'visits'),
    ...FIGURES.map((figure) => ({
      name: FIGURE_TITLES[figure],
      sealed: showNumber(seal.figures[figure]),
      now: showNumber(now[figure]),
      difference: signed(now[figure] - seal.figures[figure]),
    })),
  ];
}

function signed(difference: number): string {
  return difference > 0 ? `+${showNumber(difference)}` : showNumber(difference);
}

const EFFECT: Column<EffectLine>[] = [
  { head: 'Tal', cell: ({ name }) => name },
  { head: 'Forseglet', number: true, cell: ({ sealed }) => sealed },
  { head: 'Som kendt nu', number: true, cell: ({ now }) => now },
  { head: 'Forskel', number: true, cell: ({ difference }) => difference },
];

const CHANGED: Column<ChangedFirm>[] = [
  { head: 'Virksomhed', cell: ({ pNumber, name }) => <a href={paths.company(pNumber)}>{name}</a> },
  { head: 'I beviset', cell: ({ before }) => showState(before) },
  { head: 'Som kendt nu', cell: ({ after }) => showState(after) },
];

function showState(state: SealedState | null): string {
  return state === null
    ? 'Ikke med'
    : `${labels.coverageScope[state.scope]}, ${labels.reach[state.reach].toLowerCase()}`;
}

const HEADCOUNTS: Column<ReturnType<typeof lateHeadcounts>['own'][number]>[] = [
  { head: 'Virksomhed', cell: ({ pNumber, name }) => <a href={paths.company(pNumber)}>{name}</a> },
  { head: 'Ansatte', number: true, cell: ({ count }) => (count === null ? '–' : showNumber(count)) },
  { head: 'Gælder fra', cell: ({ validFrom }) => showDate(validFrom) },
  { head: 'Registreret', cell: ({ recordedAt }) => showInstant(recordedAt) },
  { head: 'Af', cell: ({ recordedByName }) => recordedByName ?? '–' },
];

const CONTACTS: Column<LateContact>[] = [
  { head: 'Virksomhed', cell: ({ pNumber, name }) => <a href={paths.company(pNumber)}>{name}</a> },
  { head: 'Dato', cell: ({ contactDate }) => showDate(contactDate) },
  { head: 'Art', cell: ({ kind }) => labels.kind[kind] },
  { head: 'Udfald', cell: ({ outcome }) => labels.outcome[outcome] },
  { head: 'Hvad skete der', cell: ({ what }) => what },
  { head: 'Hvornår', cell: ({ recordedAt, supersededAt }) => showInstant(supersededAt ?? recordedAt) },
  { head: 'Indtastet af', cell: ({ recordedByName }) => recordedByName ?? 'Import' },
];
