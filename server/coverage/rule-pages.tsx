import { paths } from '../paths.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { RuleVersion } from './rule-queries.ts';
import { RuleTable } from './rule-table.tsx';
import { ruleSentence } from './rule-text.ts';
import type { CoverageRule } from './rules.ts';

interface RulesPageProps {
  view: View;
  rule: CoverageRule;
  version: RuleVersion;
  versions: readonly RuleVersion[];
  /** id of the version in force today */
  inForce: number;
  /** the date that was asked about; undefined: a version was */
  date: string | undefined;
}

/** What counts as kontakt and as besøg: one version in full, and every other there has been. */
export function RulesPage({ view, rule, version, versions, inForce, date }: RulesPageProps) {
  const mayEdit = view.actor?.roles.includes('administrator') ?? false;
  const isVisit = new Map(
    rule.lines.map((line) => [`${line.kind}.${line.direction}.${line.outcome}`, line.isVisit]),
  );
  return (
    <Layout
      view={view}
      title="Hvad der tæller"
      aside={
        mayEdit && (
          <a class="button button-primary" href={paths.newCoverageRule}>
            Ny udgave
          </a>
        )
      }
    >
      <form method="get" action={paths.coverageRules} class="filters">
        <div class="form-group">
          <label class="form-label" for="dato">
            Gælder den
          </label>
          <input class="form-input" type="date" id="dato" name="dato" value={date ?? view.today} required />
        </div>
        <button type="submit" class="button">
          Vis
        </button>
      </form>
      <h2>
        Regel {rule.version}, i kraft fra {showDate(rule.validFrom)}
      </h2>
      <p class="lead">{ruleSentence(rule)}</p>
      <dl class="facts">
        <dt>Begrundelse</dt>
        <dd>{version.reason}</dd>
        <dt>Kilde</dt>
        <dd>{version.source ?? '–'}</dd>
        <dt>Skrevet af</dt>
        <dd>{authorOf(version)}</dd>
      </dl>
      <RuleTable
        caption={`Regel ${rule.version}: hvad der tæller`}
        cell={(name) => <Counts visit={isVisit.get(name)} />}
      />
      <h2>Alle udgaver</h2>
      <p class="muted">
        En periode tælles efter den udgave, der er i kraft på periodens sidste dag. En ny udgave ændrer ikke
        tidligere kvartaler, og et forseglet kvartal tælles altid efter sin egen.
      </p>
      <Table
        caption="Alle udgaver af reglen"
        url={view.url}
        rows={versions}
        empty="Ingen."
        columns={versionColumns(inForce)}
      />
    </Layout>
  );
}

/** A sign and a word: ✓✓ Besøg · ✓ Kontakt · – */
function Counts({ visit }: { visit: boolean | undefined }) {
  if (visit === undefined) return <span class="muted">–</span>;
  return (
    <span class="mark mark-good">
      <span aria-hidden="true">{visit ? '✓✓ ' : '✓ '}</span>
      {visit ? 'Besøg' : 'Kontakt'}
    </span>
  );
}

function authorOf({ recordedByName, recordedAt }: RuleVersion): string {
  return recordedByName ? `${recordedByName}, ${showInstant(recordedAt)}` : 'Fulgte med programmet';
}

function versionColumns(inForce: number): Column<RuleVersion>[] {
  return [
    {
      head: 'Udgave',
      cell: ({ id }) => (
        <>
          <a href={paths.coverageRule(id)}>v{id}</a>
          {id === inForce && (
            <>
              {' '}
              <span class="mark mark-good">i kraft i dag</span>
            </>
          )}
        </>
      ),
    },
    { head: 'Gælder fra', cell: ({ validFrom }) => showDate(validFrom) },
    { head: 'Begrundelse', cell: ({ reason }) => reason },
    { head: 'Skrevet af', cell: authorOf },
  ];
}
