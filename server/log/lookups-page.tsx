import { paths } from '../paths.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { Paging, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { type Lookup, readerAs, whyRead } from './lookups.ts';
import { showLogNumber } from './person.ts';

interface LookupsPageProps {
  view: View;
  citizen: { id: number; name: string };
  /** by which a spot check speaks of the citizen */
  logNumber: number;
  rows: Lookup[];
  total: number;
  page: number;
  pageSize: number;
}

/** Every look at one citizen, to go through and to give the citizen: on paper without menu and buttons. */
export function LookupsPage({ view, citizen, logNumber, rows, total, page, pageSize }: LookupsPageProps) {
  return (
    <Layout
      view={view}
      title={`Opslag på ${citizen.name}`}
      aside={
        <>
          <a class="button" href={paths.citizenLookupsFile(citizen.id, 'csv')}>
            Hent som CSV
          </a>
          <a class="button" href={paths.citizen(citizen.id)}>
            Til borgeren
          </a>
        </>
      }
    >
      <p>
        {view.unitName}, {view.municipalityName}, {showDate(view.today)}.{' '}
        {total === 1 ? 'Ét opslag' : `${showNumber(total)} opslag`}, det seneste øverst.
      </p>
      <p class="muted">
        Borgeren har ret til at få at vide, hvornår og hvorfor nogen har slået op
        (databeskyttelsesforordningen art. 15), men som regel ikke hvem. Derfor står medarbejderens rolle her
        og ikke navnet.
      </p>
      <p class="note no-print">
        Skriv siden ud, eller hent alle opslag som CSV. I stikprøver hedder borgeren{' '}
        <strong class="nowrap">{showLogNumber(logNumber)}</strong>.
      </p>
      <Table
        caption="Opslag"
        url={view.url}
        rows={rows}
        empty="Ingen har slået op."
        columns={[
          { head: 'Tidspunkt', cell: (row) => <span class="nowrap">{showInstant(row.at)}</span> },
          { head: 'Hvorfor', cell: whyRead },
          { head: 'Vist', cell: (row) => labels.readShown[row.purpose] },
          { head: 'Af en', cell: readerAs },
          { head: 'Tilknytning', cell: (row) => labels.readRelation[row.relation ?? 'ukendt'] },
        ]}
      />
      <Paging url={view.url} page={page} pageSize={pageSize} total={total} />
    </Layout>
  );
}
