import { paths } from '../paths.ts';
import { quarterOf, showDate, showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { type Column, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { showBand } from './band-text.tsx';
import { RuleLink } from './counted-how.tsx';
import { ruleSentence, sizeText } from './rule-text.ts';
import { type Band, FIGURE_SLUGS, type Figure } from './rules.ts';
import type { Seal } from './seal-queries.ts';

/** Dækningsbeviset: what an auditor needs on one or two sheets of A4. */
export function SealPage({ view, seal }: { view: View; seal: Seal }) {
  const name = quarterOf(seal.fromDate).name;
  return (
    <Layout view={view} title={`Dækningsbevis, ${name}`} aside={<Links seal={seal} />}>
      <div class="statement">
        <p class="lead">
          {seal.settings.municipalityName}, {seal.settings.unitName}: kontakt og besøg hos samtlige
          virksomheder {sizeText(seal.rule.moreThanEmployees)}, {showDate(seal.fromDate)}–
          {showDate(seal.toDate)}.
        </p>
        <Table caption="Kvartalets tal" url={view.url} rows={LINES} empty="" columns={columnsOf(seal)} />
        <h2>Definitioner</h2>
        <p>{ruleSentence(seal.rule)}</p>
        <p>
          Kan et ansattetal i CVR ikke afgøre, om en virksomhed er over grænsen (fx 2–4 ansatte), er den
          uafklaret. Dækningen er derfor et spænd: mindst, hvis kun de uafklarede, som ikke er nået, er over
          grænsen; højst, hvis kun de, som er nået, er det. {UNREPORTED[seal.settings.unreported]}
        </p>
        <dl class="facts">
          <dt>Regel</dt>
          <dd>
            <RuleLink rule={seal.rule} />
          </dd>
          <dt>Talt</dt>
          <dd>{labels.coverageUnit[seal.unit]}</dd>
          <dt>Kommunekode</dt>
          <dd>{seal.settings.municipalityCode}</dd>
          <dt>Kendt indtil</dt>
          <dd>
            {showInstant(seal.knownAt)} (<code>{seal.knownAt}</code>)
          </dd>
          <dt>Forseglet af</dt>
          <dd>
            {seal.sealedByName}, {showInstant(seal.sealedAt)}
          </dd>
          <dt>SHA-256, grundlag</dt>
          <dd>
            <code class="hash">{seal.inputsSha256}</code>
          </dd>
          <dt>SHA-256, resultat</dt>
          <dd>
            <code class="hash">{seal.resultSha256}</code>
          </dd>
        </dl>
        <Audit seal={seal} />
        <p class="signature">Dato og underskrift</p>
        <Recompute view={view} seal={seal} />
      </div>
    </Layout>
  );
}

function Links({ seal }: { seal: Seal }) {
  return (
    <>
      <a class="button" href={paths.sealLate(seal.id)}>
        Registreret efter forseglingen
      </a>
      <a class="button" href={paths.sealFile(seal.id, FIGURE_SLUGS.inScope, 'csv')}>
        Hent listen som CSV
      </a>
      <a class="button" href={paths.sealFile(seal.id, FIGURE_SLUGS.inScope, 'xlsx')}>
        Hent listen til Excel
      </a>
    </>
  );
}

/** Everything that the figures and the hashes can be made again from, without this program. */
function Audit({ seal }: { seal: Seal }) {
  const file = (name: string, text: string) => <a href={paths.sealAudit(seal.id, name)}>{text}</a>;
  return (
    <>
      <h2>Til revisionen</h2>
      <p>
        Alle virksomheder i beviset, ét regneark: {file('virksomheder.csv', 'CSV')} eller{' '}
        {file('virksomheder.xlsx', 'Excel')}. Summen af hver talkolonne er tallet ovenfor. Fingeraftrykkene er
        SHA-256 af de to tekstfiler {file('grundlag.txt', 'grundlag')} (regel, ansattetal og hver kontakt, der
        tæller) og {file('resultat.txt', 'resultat')}; de kan regnes efter med fx <code>sha256sum</code> eller{' '}
        <code>Get-FileHash</code>.
      </p>
    </>
  );
}

function Recompute({ view, seal }: { view: View; seal: Seal }) {
  const may = view.actor?.roles.some((role) => role === 'leder' || role === 'administrator');
  if (!may) return null;
  return (
    <form class="no-print" method="post" action={paths.sealRecomputed(seal.id)}>
      <FormToken view={view} />
      <button type="submit" class="button">
        Genberegn
      </button>{' '}
      <span class="muted">Tæller kvartalet igen ud fra det, der var kendt ved forseglingen.</span>
    </form>
  );
}

interface SealLine {
  text: string;
  figure: Figure;
  band?: (seal: Seal) => Band;
}

const LINES: SealLine[] = [
  { text: 'Virksomheder i mål', figure: 'inScope' },
  { text: 'Kontaktet', figure: 'contacted', band: ({ figures }) => figures.coverage },
  { text: 'Besøgt', figure: 'visited', band: ({ figures }) => figures.visits },
  { text: 'Ikke kontaktet', figure: 'notContacted' },
  { text: 'Uafklarede', figure: 'undecided' },
  { text: 'Uafklarede, der er kontaktet', figure: 'undecidedContacted' },
  { text: 'Uafklarede, der er besøgt', figure: 'undecidedVisited' },
  { text: 'Uden noget tal', figure: 'unreported' },
];

function columnsOf(seal: Seal): Column<SealLine>[] {
  return [
    { head: 'Tal', cell: ({ text }) => text },
    {
      head: 'Virksomheder',
      number: true,
      cell: ({ figure }) => (
        <a href={paths.sealList(seal.id, FIGURE_SLUGS[figure])}>{showNumber(seal.figures[figure])}</a>
      ),
    },
    { head: 'Andel', number: true, cell: ({ band }) => (band ? showBand(band(seal)) : '') },
  ];
}

const UNREPORTED: Readonly<Record<Seal['settings']['unreported'], string>> = {
  ude: 'Virksomheder uden noget ansattetal er ikke talt med.',
  inde: 'Virksomheder uden noget ansattetal er talt med blandt dem i mål.',
  uafklaret: 'Virksomheder uden noget ansattetal er talt med som uafklarede.',
};
