import { type Column, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { type Group, groupQuery, NO_GROUP } from './groups.ts';
import type { QuarterPace, SplitLine } from './live-figures.ts';
import type { ListLink } from './pages.tsx';

interface PacePanelProps {
  view: View;
  name: string;
  pace: QuarterPace;
  link: ListLink;
}

const oneDecimal = new Intl.NumberFormat('da-DK', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Kvartalets fart: 131 mangler, 38 arbejdsdage, 3,4 om dagen. */
export function PacePanel({ view, name, pace, link }: PacePanelProps) {
  const { missing, daysLeft, daysGone, neededPerDay, perDaySoFar, forecast } = pace;
  return (
    <section class="panel">
      <h2>Kvartalets fart</h2>
      <p class="lead">
        <a href={link('notContacted')}>
          {showNumber(missing)} {missing === 1 ? 'virksomhed' : 'virksomheder'}
        </a>{' '}
        mangler kontakt, og der er {showNumber(daysLeft)} {daysLeft === 1 ? 'arbejdsdag' : 'arbejdsdage'}{' '}
        tilbage af {name}
        {neededPerDay === null ? '.' : `: ${oneDecimal.format(neededPerDay)} om dagen.`}
      </p>
      <dl class="facts">
        <dt>Hidtil</dt>
        <dd>
          {perDaySoFar === null
            ? 'Kvartalet har endnu ingen arbejdsdage'
            : `${oneDecimal.format(perDaySoFar)} om dagen på ${showNumber(daysGone)} arbejdsdage`}
        </dd>
        <dt>Prognose</dt>
        <dd>
          {forecast === null
            ? 'Ingen endnu'
            : `${showNumber(forecast.contacted)} kontaktet, ${showNumber(forecast.missing)} mangler ved kvartalets slutning`}
        </dd>
      </dl>
      <p class="muted">
        I dag er talt med, weekender og helligdage er ikke. Prognosen antager, at farten hidtil holder resten
        af kvartalet.
      </p>
      <details>
        <summary>Ligelig fordeling</summary>
        <Table
          caption="Ligelig fordeling på konsulenter"
          url={view.url}
          rows={pace.byKonsulent}
          empty="Der er ingen aktive konsulenter at fordele på."
          columns={splitColumns(link)}
        />
        {pace.unowned > 0 && (
          <p>
            <a href={inGroup(link, { by: 'konsulent', value: NO_GROUP })}>
              {showNumber(pace.unowned)} har ingen ansvarlig
            </a>
            .
          </p>
        )}
        <Table
          caption="Manglende efter område"
          url={view.url}
          rows={pace.byArea}
          empty="Ingen mangler."
          columns={areaColumns(link, daysLeft)}
        />
      </details>
    </section>
  );
}

function inGroup(link: ListLink, group: Group): string {
  return `${link('notContacted')}&${groupQuery(group)}`;
}

function splitColumns(link: ListLink): Column<SplitLine>[] {
  return [
    { head: 'Konsulent', cell: ({ name }) => name },
    {
      head: 'Mangler selv',
      number: true,
      cell: ({ missing, group }) => <a href={inGroup(link, group)}>{showNumber(missing)}</a>,
    },
    { head: 'Ligelig andel', number: true, cell: ({ fair }) => showNumber(fair) },
  ];
}

function areaColumns(link: ListLink, daysLeft: number): Column<QuarterPace['byArea'][number]>[] {
  return [
    { head: 'Område', cell: ({ name }) => name },
    {
      head: 'Mangler',
      number: true,
      cell: ({ missing, group }) => <a href={inGroup(link, group)}>{showNumber(missing)}</a>,
    },
    {
      head: 'Om dagen',
      number: true,
      cell: ({ missing }) => (daysLeft === 0 ? '–' : oneDecimal.format(missing / daysLeft)),
    },
  ];
}
