import type { ComponentChildren } from 'preact';
import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { showCount, showNumber, showShare, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { HalfYearFigures, QuarterCoverage } from './half-year-queries.ts';
import { type HalfYear, halfYearAfter, halfYearBefore } from './half-years.ts';
import { hireListLink } from './hire-section.tsx';
import { orderListLink } from './order-page.tsx';
import { periodQuery } from './period.tsx';
import { placementListLink } from './placement-page.tsx';

interface HalfYearProps {
  view: View;
  halfYear: HalfYear;
  municipality: string;
  now: HalfYearFigures;
  before: HalfYearFigures;
}

/** What the committee is told, on one sheet of A4: text and numbers, each with its list behind it on screen. */
export function HalfYearPage(props: HalfYearProps) {
  const { view, halfYear, municipality, now } = props;
  return (
    <Layout
      view={view}
      title={`Virksomhedsindsatsen, ${halfYear.name}`}
      aside={<Neighbours view={view} halfYear={halfYear} />}
    >
      <div class="statement half-year">
        <p class="lead">
          {municipality}: notat til udvalget om {showDate(halfYear.from)}–{showDate(halfYear.to)}
          {now.isRunning && `, til og med ${showDate(view.today)}`}.
        </p>
        <Contact {...props} />
        <Orders {...props} />
        <Placements {...props} />
        <Numbers {...props} />
        <p class="muted">
          Forseglede kvartaler står, som de blev forseglet; resten, som det er kendt {showDate(view.today)}.
          En formidlet er ansat, når borgeren er begyndt i et job ved ordren inden tre måneder; andelen er af
          dem, hvor de tre måneder er gået.
        </p>
      </div>
    </Layout>
  );
}

function Neighbours({ view, halfYear }: { view: View; halfYear: HalfYear }) {
  const before = halfYearBefore(halfYear);
  const after = halfYearAfter(halfYear);
  return (
    <>
      <a class="button button-small" href={`${paths.halfYear}?halvaar=${before.key}`}>
        ← {before.name}
      </a>
      {after.from <= view.today && (
        <a class="button button-small" href={`${paths.halfYear}?halvaar=${after.key}`}>
          {after.name} →
        </a>
      )}
    </>
  );
}

function Contact({ now }: HalfYearProps) {
  if (now.coverage.length === 0) return null;
  return (
    <section>
      <h2>Kontakt til samtlige virksomheder</h2>
      {now.coverage.map((quarter) => (
        <p>
          I {quarter.name} har vi haft kontakt med{' '}
          <a href={coverageLink(quarter)}>{showBand(quarter.figures.coverage)}</a> og besøgt{' '}
          {showBand(quarter.figures.visits)} af de {showNumber(quarter.figures.inScope)} virksomheder i mål
          {quarter.sealId === null ? ' (ikke forseglet)' : ' (forseglet)'}.
        </p>
      ))}
    </section>
  );
}

function coverageLink({ from, to, sealId }: QuarterCoverage): string {
  return sealId === null ? `${paths.coverage}?${periodQuery({ from, to })}` : paths.seal(sealId);
}

function showBand({ min, max }: { min: number | null; max: number | null }): string {
  return showShare(min) === showShare(max) ? showShare(min) : `${showShare(min)} til ${showShare(max)}`;
}

function share(part: number, all: number): string {
  return showShare(all > 0 ? part / all : null);
}

function Orders({ now: { orders, hires, waits } }: HalfYearProps) {
  const promised = orders.loefte_holdt.orders + orders.loefte_brudt.orders;
  return (
    <section>
      <h2>Jobordrer</h2>
      {orders.modtaget.orders === 0 ? (
        <p>Ingen jobordrer er modtaget.</p>
      ) : (
        <p>
          Virksomhederne har bestilt {showCount(orders.modtaget.positions, 'plads', 'pladser')} i{' '}
          {showCount(orders.modtaget.orders, 'ordre', 'ordrer')}.{' '}
          {share(orders.modtaget_formidlet.orders, orders.modtaget.orders)} har fået mindst én borger
          formidlet{waits.toShared !== null && `, i midten efter ${showNumber(waits.toShared)} dage`}.
          {promised > 0 &&
            ` Det første svar kom i tide i ${share(orders.loefte_holdt.orders, promised)} af ordrerne.`}
        </p>
      )}
      <p>
        {hires.kendte === 0
          ? 'Hvor mange formidlede der blev ansat inden tre måneder, er ikke kendt endnu.'
          : `Af ${showNumber(hires.kendte)} formidlede, hvor udfaldet er kendt, blev ${share(hires.ansat, hires.kendte)} ansat inden tre måneder.`}
        {hires.ukendte > 0 &&
          hires.kendte > 0 &&
          ` For ${showNumber(hires.ukendte)} er udfaldet ikke kendt endnu.`}
      </p>
    </section>
  );
}

function Placements({ now: { begun, dagpenge, placements } }: HalfYearProps) {
  const asked = placements.ophoert - placements.ophoert_ikke_spurgt;
  return (
    <section>
      <h2>Småjob, løntilskud, praktik og fleksjob</h2>
      <p>
        {showNumber(placements.begyndt)} forløb er begyndt: {showNumber(begun.smaajob)} småjob,{' '}
        {showNumber(begun.loentilskud_privat)} i privat løntilskud (heraf {showNumber(dagpenge)}{' '}
        {dagpenge === 1 ? 'dagpengemodtager' : 'dagpengemodtagere'}),{' '}
        {showNumber(begun.loentilskud_offentlig)} i offentligt løntilskud,{' '}
        {showNumber(begun.virksomhedspraktik)} i praktik og {showNumber(begun.fleksjob)} fleksjob.{' '}
        {showNumber(placements.flere_timer)} af dem, der er i gang, har fået flere timer.{' '}
        {asked > 0 &&
          `Af ${showNumber(asked)} ophørte, hvor vi har spurgt, gik ${share(placements.ophoert_ordinaert, asked)} over i ordinære timer.`}
      </p>
    </section>
  );
}

interface NumberLine {
  text: string;
  now: ComponentChildren;
  before: ComponentChildren;
}

function Numbers({ view, halfYear, now, before }: HalfYearProps) {
  const earlier = halfYearBefore(halfYear);
  const linked = (
    text: string,
    of: (half: HalfYearFigures) => number,
    link: (half: HalfYear) => string,
  ): NumberLine => ({
    text,
    now: <a href={link(halfYear)}>{showNumber(of(now))}</a>,
    before: <a href={link(earlier)}>{showNumber(of(before))}</a>,
  });
  const begun = (measure: keyof HalfYearFigures['begun']) =>
    linked(
      `${labels.orderType[measure]}, begyndt`,
      (half) => half.begun[measure],
      // A praktik is listed by its purposes: the list of all that began has every one of them.
      (half) => placementListLink(half, 'begyndt', measure === 'virksomhedspraktik' ? {} : { measure }),
    );
  const rows: NumberLine[] = [
    linked(
      'Jobordrer modtaget',
      ({ orders }) => orders.modtaget.orders,
      (half) => orderListLink(half, 'modtaget'),
    ),
    linked(
      'heraf med formidling',
      ({ orders }) => orders.modtaget_formidlet.orders,
      (half) => orderListLink(half, 'modtaget_formidlet'),
    ),
    linked(
      'Formidlede',
      ({ hires }) => hires.formidlede,
      (half) => hireListLink(half, 'formidlede'),
    ),
    linked(
      'heraf ansat inden 3 måneder',
      ({ hires }) => hires.ansat,
      (half) => hireListLink(half, 'ansat'),
    ),
    begun('smaajob'),
    begun('loentilskud_privat'),
    begun('loentilskud_offentlig'),
    begun('virksomhedspraktik'),
    begun('fleksjob'),
    linked(
      'Flere timer end før',
      ({ placements }) => placements.flere_timer,
      (half) => placementListLink(half, 'flere_timer'),
    ),
    linked(
      'Gået over i ordinære timer',
      ({ placements }) => placements.ophoert_ordinaert,
      (half) => placementListLink(half, 'ophoert_ordinaert'),
    ),
  ];
  return (
    <Table
      caption={`Tal for ${halfYear.name} og halvåret før`}
      url={view.url}
      rows={rows}
      empty=""
      columns={[
        { head: 'Tal', cell: ({ text }) => text },
        { head: halfYear.name, number: true, cell: (row) => row.now },
        { head: earlier.name, number: true, cell: (row) => row.before },
      ]}
    />
  );
}
