import { paths } from '../paths.ts';
import { showNumber, showShare, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { HireCounts } from './hire-queries.ts';
import type { HireFigure } from './hire-rules.ts';
import type { waitsOf } from './order-queries.ts';
import type { Counts } from './order-rules.ts';
import { type Period, periodQuery } from './period.tsx';

interface HireSectionProps {
  view: View;
  period: Period;
  total: Counts;
  hires: HireCounts;
  waits: ReturnType<typeof waitsOf>;
}

export const HIRE_FIGURE_TEXTS: Readonly<Record<HireFigure, string>> = {
  formidlede: 'Formidlede i perioden',
  kendte: 'Formidlede, hvor udfaldet er kendt',
  ansat: 'Formidlede, der blev ansat inden 3 måneder',
  tilbud: 'Formidlede, der begyndte i et tilbud inden 3 måneder',
  ikke_ansat: 'Formidlede, der ikke begyndte inden 3 måneder',
  ukendte: 'Formidlede, hvor udfaldet ikke er kendt endnu',
  ukendte_ansat: 'Formidlede, hvor de 3 måneder ikke er gået, men som er ansat',
};

const LINES: { figure: HireFigure; text: string; part: boolean }[] = [
  { figure: 'formidlede', text: 'Formidlede i perioden', part: false },
  { figure: 'kendte', text: 'Udfaldet er kendt: 3 måneder er gået', part: false },
  { figure: 'ansat', text: 'heraf ansat inden 3 måneder', part: true },
  { figure: 'tilbud', text: 'heraf begyndt i praktik, løntilskud eller nytteindsats', part: true },
  { figure: 'ikke_ansat', text: 'heraf ikke begyndt', part: true },
  { figure: 'ukendte', text: 'Udfaldet er ikke kendt endnu', part: false },
  { figure: 'ukendte_ansat', text: 'heraf allerede ansat', part: true },
];

export function hireListLink(period: Period, figure: HireFigure): string {
  return `${paths.hireReportList(figure)}?${periodQuery(period)}`;
}

/** STAR's measure of jobordrer: how many orders and citizens led to each other, how many were hired, and how fast. */
export function HireSection({ view, period, total, hires, waits }: HireSectionProps) {
  const share = (part: number, all: number) => showShare(all > 0 ? part / all : null);
  const days = (value: number | null) => (value === null ? 'ingen endnu' : `${showNumber(value)} dage`);
  const promised = total.loefte_holdt.orders + total.loefte_brudt.orders;
  return (
    <section>
      <h2>Formidling og ansættelser</h2>
      <div class="readings">
        <Table
          caption="Formidlede borgere"
          url={view.url}
          rows={LINES}
          empty=""
          columns={[
            {
              head: 'Formidlede borgere',
              cell: ({ text, part }) => (part ? <span class="report-part">{text}</span> : <b>{text}</b>),
            },
            {
              head: 'Antal',
              number: true,
              cell: ({ figure }) => <a href={hireListLink(period, figure)}>{showNumber(hires[figure])}</a>,
            },
          ]}
        />
        <section class="panel">
          <h3 class="first">Andele og tider</h3>
          <dl class="facts">
            <dt>Ordrer med formidling</dt>
            <dd>{share(total.modtaget_formidlet.orders, total.modtaget.orders)} af de modtagne</dd>
            <dt>Formidlede ansat inden 3 måneder</dt>
            <dd>{share(hires.ansat, hires.kendte)} af dem, hvor udfaldet er kendt</dd>
            <dt>Løfter holdt</dt>
            <dd>{share(total.loefte_holdt.orders, promised)} af dem, der er svaret på eller forfaldne</dd>
            <dt>Til første kandidat er delt</dt>
            <dd>{days(waits.toShared)} (median)</dd>
            <dt>Til behovet er dækket</dt>
            <dd>{days(waits.toFilled)} (median)</dd>
          </dl>
          <p class="muted">
            En formidlet er delt med virksomheden i perioden. Ansat er begyndt i et job, også småjob og
            fleksjob, ved den ordre inden tre måneder. Hvor de tre måneder ikke er gået, er udfaldet ikke
            kendt og tæller ikke i andelen. Ventetider er af ordrer, der er skrevet her: af en importeret
            kendes kun importdagen.
          </p>
        </section>
      </div>
    </section>
  );
}
