import { paths } from '../paths.ts';
import { type Quarter, quarterOf, showInstant } from '../ui/dates.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { type Column, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { showBand } from './band-text.tsx';
import type { seals } from './seal-queries.ts';

type SealLine = ReturnType<typeof seals>[number];

interface SealsPageProps {
  view: View;
  seals: readonly SealLine[];
  /** quarters that are over and not sealed */
  open: readonly Quarter[];
  refusal: string | undefined;
}

/** Every sealed quarter, and those that can be sealed. */
export function SealsPage({ view, seals: made, open, refusal }: SealsPageProps) {
  const maySeal = view.actor?.roles.includes('leder') ?? false;
  return (
    <Layout view={view} title="Dækningsbeviser">
      <p class="lead">
        Et dækningsbevis fryser et kvartal: tallene, listen bag dem, reglen og et fingeraftryk, som enhver kan
        regne efter. Det ændrer sig aldrig; det, der registreres senere, står for sig.
      </p>
      {refusal && (
        <p class="note note-bad" role="alert">
          {refusal}
        </p>
      )}
      <Table
        caption="Dækningsbeviser"
        url={view.url}
        rows={made}
        empty="Ingen kvartaler er forseglet endnu."
        columns={COLUMNS}
      />
      <h2>Kvartaler, der kan forsegles</h2>
      <ul class="rows">
        {open.map((quarter) => (
          <li class="row-line">
            <a href={`${paths.coverage}?fra=${quarter.from}&til=${quarter.to}`}>{quarter.name}</a>
            {maySeal && (
              <form method="post" action={paths.seals}>
                <FormToken view={view} />
                <input type="hidden" name="fra" value={quarter.from} />
                <button type="submit" class="button button-small" aria-label={`Forsegl ${quarter.name}`}>
                  Forsegl
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      <p class="muted">
        {maySeal
          ? 'En forsegling kan ikke fortrydes. Se kvartalets tal igennem først.'
          : 'Et kvartal forsegles af en leder.'}
      </p>
    </Layout>
  );
}

const COLUMNS: Column<SealLine>[] = [
  { head: 'Kvartal', cell: ({ id, fromDate }) => <a href={paths.seal(id)}>{quarterOf(fromDate).name}</a> },
  { head: 'Kontakt', number: true, cell: ({ figures }) => showBand(figures.coverage) },
  { head: 'Besøg', number: true, cell: ({ figures }) => showBand(figures.visits) },
  { head: 'Forseglet', cell: ({ sealedAt }) => showInstant(sealedAt) },
  { head: 'Af', cell: ({ sealedByName }) => sealedByName },
];
