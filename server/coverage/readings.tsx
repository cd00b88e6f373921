import { showDate } from '../ui/dates.ts';
import { type Column, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { showBand } from './band-text.tsx';
import type { ListLink } from './pages.tsx';
import type { Coverage } from './queries.ts';
import type { Band, Figure } from './rules.ts';

interface ReadingsProps {
  view: View;
  /** the period's name */
  name: string;
  figures: Coverage;
  plan: { name: string; figures: Coverage };
  link: ListLink;
}

interface ReadingLine {
  text: string;
  figure: Figure;
  share?: (figures: Coverage) => Band;
}

/**
 * The plan does not say whether each firm must be reached every quarter or once in its period: both are shown, and the
 * scope of both is who is in scope on the period's last day.
 */
export function Readings({ view, name, figures, plan, link }: ReadingsProps) {
  const cell = (of: Coverage) => (line: ReadingLine) => (
    <>
      <a class="reading" href={link(line.figure, of.from)}>
        <b>{showNumber(of[line.figure])}</b>
      </a>
      {line.share && <span class="reading-share">{showBand(line.share(of))}</span>}
    </>
  );
  const columns: Column<ReadingLine>[] = [
    { head: 'Virksomheder', cell: ({ text }) => text },
    { head: `I ${name}`, number: true, cell: cell(figures) },
    { head: `Siden ${showDate(plan.figures.from)}`, number: true, cell: cell(plan.figures) },
  ];
  return (
    <div class="readings">
      <Table
        caption={`Dækningen i ${name} og siden ${showDate(plan.figures.from)} (${plan.name})`}
        url={view.url}
        rows={linesFor(figures)}
        empty=""
        columns={columns}
      />
      <p class="muted">
        Planperioden er {plan.name}, fra {showDate(plan.figures.from)}. Begge tal ser på de samme
        virksomheder: dem, der er i mål {showDate(figures.to)}.
      </p>
    </div>
  );
}

function linesFor({ unreportedCountedAs }: Coverage): ReadingLine[] {
  return [
    { text: 'I mål: flere ansatte end grænsen', figure: 'inScope' },
    { text: 'Kontaktet', figure: 'contacted', share: ({ coverage }) => coverage },
    { text: 'Besøgt', figure: 'visited', share: ({ visits }) => visits },
    { text: 'Ikke kontaktet endnu', figure: 'notContacted' },
    { text: 'Uafklarede: et spænd om grænsen, fx 2–4 ansatte', figure: 'undecided' },
    { text: UNREPORTED_TEXT[unreportedCountedAs], figure: 'unreported' },
  ];
}

const UNREPORTED_TEXT: Readonly<Record<Coverage['unreportedCountedAs'], string>> = {
  inde: 'Uden noget tal, talt med blandt dem i mål',
  uafklaret: 'Uden noget tal, talt med som uafklarede',
  ude: 'Uden noget tal i CVR, ikke talt med',
};
