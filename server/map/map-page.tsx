import { firmColumns, showAddress } from '../companies/firm-columns.tsx';
import type { FirmRow } from '../companies/firm-rows.ts';
import type { Silence } from '../companies/silence.ts';
import { paths } from '../paths.ts';
import type { FormState } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, Paging, showNumber, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { SavedView } from '../views/views.ts';
import { type Chosen, FirmCard } from './card.tsx';
import { Drawing, type DrawingProps } from './drawing.tsx';
import { MapFilters } from './map-filters.tsx';
import type { FirmsOnMap } from './queries.ts';
import { SilenceMark } from './silence-mark.tsx';
import { moved, SIZE, TWICE, viewportFields, zoomed } from './viewport.ts';

interface MapProps extends Omit<DrawingProps, 'link'> {
  view: View;
  onMap: FirmsOnMap;
  form: FormState;
  views: readonly SavedView[];
  /** the filters as they stand in the address */
  query: string;
  quarterName: string;
  limit: number;
  /** the firms in view, a page of them */
  table: { rows: FirmRow[]; total: number; page: number; pageSize: number };
  silenceOf: (pNumber: number) => Silence;
  card: Chosen | undefined;
  mayLog: boolean;
  mayRoute: boolean;
}

/** Who has been contacted when, and where: the same firms as the list, with the same filters. */
export function MapPage(props: MapProps) {
  const { view, onMap, query, quarterName, table, card, mayLog, mayRoute } = props;
  const link: DrawingProps['link'] = (changes) => withQuery(view.url, changes);
  const list = `${paths.companies}?${query}`;
  return (
    <Layout view={view} title="Kort" aside={<Ways list={list} query={query} mayRoute={mayRoute} />}>
      <div id="kort" class="map">
        <div class="map-side">
          {card && (
            <FirmCard
              chosen={card}
              today={view.today}
              mayLog={mayLog}
              mayRoute={mayRoute}
              closed={link({ valgt: null })}
            />
          )}
          <p class="muted">
            <a href={list}>
              {onMap.total === 1 ? '1 virksomhed' : `${showNumber(onMap.total)} virksomheder`}
            </a>{' '}
            efter tid siden kontakt, {quarterName}. {showNumber(table.total)} i udsnittet.
          </p>
          <MapFilters form={props.form} query={query} views={props.views} />
          <Legend counts={onMap.counts} query={query} />
          <Precisions {...onMap} />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: arrows and + − move the map from the keyboard */}
        <section class="map-frame" aria-label="Kort: piletaster flytter, + og − zoomer" tabIndex={0}>
          <Drawing {...props} link={link} />
          <Controls port={props.port} link={link} />
        </section>
        <div class="map-table" id="steder">
          <h2>Virksomheder i udsnittet</h2>
          <Table
            caption="Virksomheder i udsnittet"
            url={view.url}
            rows={table.rows}
            empty={
              <>
                Ingen virksomheder her. <a href={link({ midte: null, zoom: null })}>Vis dem alle</a>
              </>
            }
            columns={columnsOf(props, link)}
          />
          <Paging url={view.url} page={table.page} pageSize={table.pageSize} total={table.total} />
        </div>
      </div>
    </Layout>
  );
}

function Ways({ list, query, mayRoute }: { list: string; query: string; mayRoute: boolean }) {
  return (
    <>
      <a class="button" href={list}>
        Vis som liste
      </a>
      {mayRoute && (
        <a class="button" href={`${paths.dayRoute}?${query}`}>
          Dagens rute
        </a>
      )}
    </>
  );
}

/** Each count opens the list of just those. */
function Legend({ counts, query }: { counts: FirmsOnMap['counts']; query: string }) {
  const listOf = (silence: Silence) => {
    const params = new URLSearchParams(query);
    params.set('tavs', silence);
    return `${paths.companies}?${params}`;
  };
  return (
    <ul class="map-legend" aria-label="Tegnforklaring">
      {[...counts].map(([silence, count]) => (
        <li>
          <SilenceMark silence={silence} /> <a href={listOf(silence)}>{showNumber(count)}</a>
        </li>
      ))}
      <li>
        <svg class="silence-sign silence-many" viewBox="-17 -17 34 34" aria-hidden="true">
          <circle class="map-many map-many-missing" r="15" />
          <text class="map-count" text-anchor="middle">
            9
          </text>
          <text class="map-count map-count-missing" y="10" text-anchor="middle">
            ◆4
          </text>
        </svg>{' '}
        <span class="muted">Flere på ét sted, og hvor mange der mangler</span>
      </li>
    </ul>
  );
}

function Precisions({ precisions }: FirmsOnMap) {
  const { vej, postnummer, ukendt } = precisions;
  if (vej + postnummer + ukendt === 0) return null;
  const told = [
    vej > 0 && `${showNumber(vej)} står ved nærmeste hus på vejen`,
    postnummer > 0 && `${showNumber(postnummer)} midt i deres postnummer`,
    ukendt > 0 && `${showNumber(ukendt)} kan ikke vises`,
  ].filter(Boolean);
  return (
    <p class="muted">
      Stiplede tegn er omtrentlige: {told.join(', ')}. <a href={paths.withoutHouse}>Se hvilke</a>
    </p>
  );
}

function Controls({ port, link }: Pick<MapProps, 'port'> & Pick<DrawingProps, 'link'>) {
  const quarter = SIZE / 4;
  const ways = [
    ['op', '↑', 'Flyt op', moved(port, 0, -quarter)],
    ['venstre', '←', 'Flyt til venstre', moved(port, -quarter, 0)],
    ['hoejre', '→', 'Flyt til højre', moved(port, quarter, 0)],
    ['ned', '↓', 'Flyt ned', moved(port, 0, quarter)],
    ['ind', '+', 'Zoom ind', zoomed(port, TWICE)],
    ['ud', '−', 'Zoom ud', zoomed(port, -TWICE)],
  ] as const;
  return (
    <nav class="map-controls no-print" aria-label="Flyt og zoom">
      {ways.map(([way, sign, label, next]) => (
        <a
          class={`map-way map-way-${way}`}
          data-map={way}
          href={link({ ...viewportFields(next), side: null })}
          aria-label={label}
          title={label}
        >
          {sign}
        </a>
      ))}
      <a
        class="map-way map-way-alle"
        data-map="alle"
        href={link({ midte: null, zoom: null, side: null, valgt: null })}
        aria-label="Vis hele området"
        title="Vis hele området"
      >
        ⌂
      </a>
    </nav>
  );
}

function columnsOf({ limit, silenceOf, mayLog }: MapProps, link: DrawingProps['link']): Column<FirmRow>[] {
  const columns = firmColumns(limit).map((column) => ({ ...column, sort: undefined }));
  return [
    ...columns.filter(({ head }) => head !== 'Branche'),
    { head: 'Tid siden kontakt', cell: (row) => <SilenceMark silence={silenceOf(row.pNumber)} /> },
    {
      head: 'Vis og log',
      cell: (row) => (
        <span class="row-buttons">
          <a
            class="button button-small"
            data-map=""
            href={`${link({ valgt: String(row.pNumber) })}#valgt`}
            aria-label={`Vis ${row.name} på kortet`}
          >
            Vis
          </a>
          {mayLog && (
            <a
              class="button button-small"
              href={paths.newContact(row.pNumber)}
              aria-label={`Log kontakt med ${row.name}`}
            >
              Log
            </a>
          )}
        </span>
      ),
    },
  ];
}

interface WithoutHouseProps {
  view: View;
  rows: (FirmRow & { precision: keyof typeof labels.precision })[];
  total: number;
  page: number;
  pageSize: number;
  /** some file of addresses has been imported */
  hasRegister: boolean;
}

/** The firms that the map places only roughly, so that somebody can mend an address or import the houses. */
export function WithoutHousePage({ view, rows, total, page, pageSize, hasRegister }: WithoutHouseProps) {
  return (
    <Layout view={view} title="Virksomheder uden eget hus på kortet">
      <p class="muted">
        {hasRegister
          ? 'Adressen i CVR findes ikke blandt de importerede adressepunkter. Kortet viser dem så godt, det kan.'
          : 'Der er ikke importeret adressepunkter endnu. En administrator henter dem gratis fra Danmarks Adresseregister og læser dem ind under Import.'}{' '}
        <a href={paths.map}>Til kortet</a>
      </p>
      <Table
        caption="Virksomheder uden eget hus på kortet"
        url={view.url}
        rows={rows}
        empty="Alle virksomheder står ved deres eget hus."
        columns={[
          { head: 'Virksomhed', cell: (row) => <a href={paths.company(row.pNumber)}>{row.name}</a> },
          { head: 'Adresse i CVR', cell: (row) => showAddress(row) },
          { head: 'Vises', cell: (row) => labels.precision[row.precision] },
        ]}
      />
      <Paging url={view.url} page={page} pageSize={pageSize} total={total} />
    </Layout>
  );
}
