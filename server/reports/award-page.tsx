import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import type { FileColumn } from '../ui/spreadsheet.ts';
import { type Column, Paging, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import {
  AWARD_CRITERIA,
  type AwardCriterion,
  countOf,
  type Evidence,
  type FirmEvidence,
  isMet,
  metBy,
} from './award-rules.ts';
import { FileLinks } from './file-links.tsx';
import { REPORT_PAGE_SIZE } from './report-lists.ts';

interface AwardProps {
  view: View;
  year: number;
  /** the year as it was asked for, when it is none */
  error: string | undefined;
  firms: readonly FirmEvidence[];
  page: number;
}

/** Virksomhedsprisen: firms by how many of the seven criteria they meet in a year. */
export function AwardPage({ view, year, error, firms, page }: AwardProps) {
  return (
    <Layout
      view={view}
      title={`Virksomhedspris ${year}`}
      aside={
        <>
          <Years view={view} year={year} href={paths.award} />
          <FileLinks url={view.url} file={paths.awardFile} />
        </>
      }
    >
      {error && <p class="note note-warn">! {error}</p>}
      <p class="muted">
        {showNumber(firms.length)} {firms.length === 1 ? 'virksomhed' : 'virksomheder'} har mindst ét bevis i{' '}
        {year}. ● er opfyldt, ○ er påbegyndt. Tallet åbner beviserne.
      </p>
      <Table
        caption={`Virksomheder efter opfyldte kriterier i ${year}`}
        url={view.url}
        rows={firms.slice((page - 1) * REPORT_PAGE_SIZE, page * REPORT_PAGE_SIZE)}
        empty="Ingen virksomhed har et bevis i året: hverken aftaler, lærepladser eller forløb."
        columns={[
          {
            head: 'Virksomhed',
            cell: (firm) => <a href={evidenceLink(firm, year)}>{firm.name}</a>,
          },
          {
            head: 'Opfyldt',
            number: true,
            cell: (firm) => `${metBy(firm).length} af ${AWARD_CRITERIA.length}`,
          },
          ...AWARD_CRITERIA.map((criterion) => criterionColumn(criterion, year)),
        ]}
      />
      <Paging url={view.url} page={page} pageSize={REPORT_PAGE_SIZE} total={firms.length} />
      <Definition />
    </Layout>
  );
}

function evidenceLink({ cvr }: { cvr: number }, year: number): string {
  return `${paths.awardFirm(cvr)}?aar=${year}`;
}

function criterionColumn(criterion: AwardCriterion, year: number): Column<FirmEvidence> {
  return {
    head: labels.awardCriterion[criterion],
    number: true,
    cell: (firm) => {
      const count = countOf(firm.evidence, criterion);
      if (count === 0) return '–';
      return (
        <a href={`${evidenceLink(firm, year)}#${criterion}`}>
          {isMet(firm.evidence, criterion) ? '●' : '○'} {showNumber(count)}
        </a>
      );
    },
  };
}

function Years({ view, year, href }: { view: View; year: number; href: string }) {
  return (
    <>
      <a class="button button-small" href={`${href}?aar=${year - 1}`}>
        ← {year - 1}
      </a>
      {year < Number(view.today.slice(0, 4)) && (
        <a class="button button-small" href={`${href}?aar=${year + 1}`}>
          {year + 1} →
        </a>
      )}
    </>
  );
}

const EXPLAINED: Readonly<Record<AwardCriterion, string>> = {
  skole: 'Et skolesamarbejde, der gjaldt på mindst én dag i året.',
  unge: 'Ansat en ung under indstillingernes aldersgrænse uden kompetencegivende uddannelse eller med et hensyn, der skal tages.',
  laereplads:
    'Nye elevpladser i året fra ordrer, og forløb på elevplads uden sådan en ordre. Virksomhedspraktik tæller ikke.',
  dansk_erfaring:
    'Praktik eller løntilskud, begyndt i året, til en borger med dansk under indstillingernes grænse eller uden registreret erfaring.',
  nye_job:
    'Mindst to småjob eller ordinære job, begyndt i året; også praktik og løntilskud, der gik over i ordinære timer i virksomheden.',
  borgere: 'Ansat en borger, eller fastholdt medarbejdere, sammen med os i året.',
  netvaerk: 'Et netværkssamarbejde, der gjaldt på mindst én dag i året.',
};

function Definition() {
  return (
    <section class="panel">
      <h2 class="first">Sådan er der talt</h2>
      <dl class="facts">
        {AWARD_CRITERIA.map((criterion) => (
          <>
            <dt>{labels.awardCriterion[criterion]}</dt>
            <dd>{EXPLAINED[criterion]}</dd>
          </>
        ))}
      </dl>
      <p class="muted">
        En virksomhed er et CVR-nummer med alle sine arbejdssteder. Tallene er et grundlag: hvem der får
        prisen, bestemmer mennesker.
      </p>
    </section>
  );
}

/** The evidence of one firm, criterion by criterion. */
export function AwardFirmPage({ view, year, firm }: { view: View; year: number; firm: FirmEvidence }) {
  return (
    <Layout
      view={view}
      title={`${firm.name}, virksomhedspris ${year}`}
      aside={<Years view={view} year={year} href={paths.awardFirm(firm.cvr)} />}
    >
      <p class="muted">
        Opfylder {metBy(firm).length} af {AWARD_CRITERIA.length} kriterier.{' '}
        <a href={`${paths.award}?aar=${year}`}>Til alle virksomheder</a>
      </p>
      {AWARD_CRITERIA.map((criterion) => (
        <section id={criterion}>
          <h2>
            {isMet(firm.evidence, criterion) ? '●' : '○'} {labels.awardCriterion[criterion]}:{' '}
            {isMet(firm.evidence, criterion) ? 'opfyldt' : 'ikke opfyldt'}
          </h2>
          <p class="muted">{EXPLAINED[criterion]}</p>
          <Table
            caption={labels.awardCriterion[criterion]}
            url={view.url}
            rows={firm.evidence.filter((piece) => piece.criterion === criterion)}
            empty={`Ingen beviser i ${year}.`}
            columns={[
              { head: 'Bevis', cell: (piece) => <a href={sourceLink(piece)}>{piece.what}</a> },
              { head: 'Fra', cell: ({ on }) => showDate(on) },
              { head: 'Antal', number: true, cell: ({ count }) => showNumber(count) },
            ]}
          />
        </section>
      ))}
    </Layout>
  );
}

function sourceLink({ source: { kind, id } }: Evidence): string {
  if (kind === 'ordre') return paths.jobOrder(id);
  return kind === 'aftale' ? paths.records(id) : paths.placement(id);
}

export const AWARD_FILE_COLUMNS: FileColumn<FirmEvidence>[] = [
  { head: 'CVR', type: 'number', cell: ({ cvr }) => cvr },
  { head: 'Virksomhed', type: 'text', cell: ({ name }) => name },
  { head: 'Opfyldte kriterier', type: 'number', cell: (firm) => metBy(firm).length },
  ...AWARD_CRITERIA.map(
    (criterion): FileColumn<FirmEvidence> => ({
      head: labels.awardCriterion[criterion],
      type: 'number',
      cell: ({ evidence }) => countOf(evidence, criterion),
    }),
  ),
];
