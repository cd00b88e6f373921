import { paths } from '../paths.ts';
import { quarterOf } from '../ui/dates.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { FIGURE_TITLES } from './list-page.tsx';
import { FIGURES } from './rules.ts';
import type { Recomputed, Seal } from './seal-queries.ts';

interface RecomputedPageProps {
  view: View;
  seal: Seal;
  recomputed: Recomputed;
}

interface Line {
  name: string;
  sealed: string;
  again: string;
}

/** Whether counting again gave the same; anything else must be seen at once. */
export function RecomputedPage({ view, seal, recomputed }: RecomputedPageProps) {
  const name = quarterOf(seal.fromDate).name;
  const lines: Line[] = [
    ...FIGURES.map((figure) => ({
      name: FIGURE_TITLES[figure],
      sealed: showNumber(seal.figures[figure]),
      again: showNumber(recomputed.figures[figure]),
    })),
    { name: 'SHA-256, grundlag', sealed: seal.inputsSha256, again: recomputed.inputsSha256 },
    { name: 'SHA-256, resultat', sealed: seal.resultSha256, again: recomputed.resultSha256 },
  ];
  return (
    <Layout view={view} title={`Genberegning, ${name}`}>
      {recomputed.same ? (
        <p class="note note-done" role="status">
          <span aria-hidden="true">✓ </span>
          Genberegningen giver de samme tal og de samme fingeraftryk som ved forseglingen.
        </p>
      ) : (
        <div class="note note-bad" role="alert">
          <h2>Genberegningen afviger fra det forseglede</h2>
          <p>
            Rækker, som beviset bygger på, er ændret uden om programmet. Brug ikke tallene, før det er
            opklaret: sammenlign med en sikkerhedskopi fra før. Afvigelsen er skrevet i loggen.
          </p>
        </div>
      )}
      <Table caption="Forseglet og genberegnet" url={view.url} rows={lines} empty="" columns={COLUMNS} />
      <p>
        <a href={paths.seal(seal.id)}>Til dækningsbeviset</a>
      </p>
    </Layout>
  );
}

const COLUMNS: Column<Line>[] = [
  { head: 'Tal', cell: ({ name }) => name },
  { head: 'Forseglet', number: true, cell: ({ sealed }) => <span class="hash">{sealed}</span> },
  {
    head: 'Genberegnet',
    number: true,
    cell: ({ sealed, again }) => (
      <span class="hash">
        {again}
        {sealed !== again && (
          <>
            {' '}
            <span class="mark mark-bad">✕ afviger</span>
          </>
        )}
      </span>
    ),
  },
];
