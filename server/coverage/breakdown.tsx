import { labels } from '../ui/labels.ts';
import { type Column, Paging, showNumber, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { showBand } from './band-text.tsx';
import { GROUPINGS, type Grouping, groupQuery } from './groups.ts';
import type { NamedLine } from './live-figures.ts';
import type { ListLink } from './pages.tsx';
import type { Figure } from './rules.ts';

interface BreakdownProps {
  view: View;
  by: Grouping;
  lines: NamedLine[];
  total: number;
  page: number;
  pageSize: number;
  link: ListLink;
}

/** The figures by konsulent, branch, size or area, those with most missing first; each opens its list. */
export function Breakdown({ view, by, lines, total, page, pageSize, link }: BreakdownProps) {
  return (
    <section id="fordelt">
      <h2>Fordelt efter {labels.grouping[by].toLowerCase()}</h2>
      <ul class="group-links" aria-label="Fordel efter">
        {GROUPINGS.map((grouping) => (
          <li>
            <a
              href={`${withQuery(view.url, { fordel: grouping, side: null })}#fordelt`}
              aria-current={grouping === by ? 'true' : undefined}
            >
              {labels.grouping[grouping]}
            </a>
          </li>
        ))}
      </ul>
      <Table
        caption={`Fordelt efter ${labels.grouping[by].toLowerCase()}`}
        url={view.url}
        rows={lines}
        empty="Ingen virksomheder i mål."
        columns={columnsOf(by, link)}
      />
      <Paging url={view.url} page={page} pageSize={pageSize} total={total} />
    </section>
  );
}

function columnsOf(by: Grouping, link: ListLink): Column<NamedLine>[] {
  const figure = (head: string, name: Figure): Column<NamedLine> => {
    const list = link(name);
    return {
      head,
      number: true,
      cell: ({ counts, group }) => <a href={`${list}&${groupQuery(group)}`}>{showNumber(counts[name])}</a>,
    };
  };
  return [
    { head: labels.grouping[by], cell: ({ name }) => name },
    figure('I mål', 'inScope'),
    figure('Kontaktet', 'contacted'),
    { head: 'Kontakt', number: true, cell: ({ coverage }) => showBand(coverage) },
    figure('Besøgt', 'visited'),
    { head: 'Besøg', number: true, cell: ({ visits }) => showBand(visits) },
    figure('Mangler', 'notContacted'),
    figure('Uafklarede', 'undecided'),
  ];
}
