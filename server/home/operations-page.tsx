import type { importBatch } from '../../db/schema/imports.ts';
import type { matchRun } from '../../db/schema/matching.ts';
import type { SchedulerHealth } from '../admin/heartbeat.ts';
import { BackupPanel } from '../backup/panel.tsx';
import type { BackupHealth } from '../backup/queries.ts';
import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { oversightFor } from '../ui/navigation.ts';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { List } from './rows.tsx';
import { SchedulerPanel } from './scheduler-panel.tsx';

interface OperationsPageProps {
  view: View;
  run: typeof matchRun.$inferSelect | undefined;
  imports: (typeof importBatch.$inferSelect)[];
  health: SchedulerHealth;
  backups: BackupHealth;
  /** alarms on reads that nobody has settled */
  alarms: number;
}

/** The administrator's morning: did last night happen, and what came in. */
export function OperationsPage({ view, run, imports, health, backups, alarms }: OperationsPageProps) {
  return (
    <Layout view={view} title="Drift">
      {alarms > 0 && (
        <p class="note note-bad">
          <a href={paths.readControl}>
            {alarms === 1 ? 'Én alarm om opslag' : `${showNumber(alarms)} alarmer om opslag`} på borgere
          </a>{' '}
          venter på at blive afgjort.
        </p>
      )}
      <div class="panels panels-day">
        <SchedulerPanel health={health} />
        <BackupPanel health={backups}>
          <p>
            <a href={paths.operations}>Driftsstatus</a>
          </p>
        </BackupPanel>
        <section class="panel">
          <h2>Seneste matchkørsel</h2>
          {run ? <RunFacts run={run} /> : <p class="muted">Der er ikke kørt match endnu.</p>}
          <p>
            <a href={paths.runs}>Alle kørsler</a>
          </p>
        </section>
        <section class="panel">
          <h2>Seneste importer</h2>
          <List empty="Der er ikke importeret noget endnu." items={imports}>
            {(batch) => (
              <>
                <a href={paths.import(batch.id)}>{labels.importKind[batch.kind]}</a>{' '}
                {showInstant(batch.importedAt)}
                <br />
                <span class="muted">
                  {batch.givenUpBecause
                    ? `Taget tilbage: ${batch.givenUpBecause}`
                    : `${showNumber(batch.created)} nye, ${showNumber(batch.updated)} ændrede`}
                </span>
              </>
            )}
          </List>
          <p>
            <a href={paths.imports}>Ny import</a>
          </p>
        </section>
        <section class="panel">
          <h2>Tilsyn og adgang</h2>
          <List empty="" items={oversightFor({ roles: view.actor?.roles ?? [] })}>
            {({ href, text }) => <a href={href}>{text}</a>}
          </List>
        </section>
      </div>
    </Layout>
  );
}

function RunFacts({ run }: { run: typeof matchRun.$inferSelect }) {
  const mark = { planlagt: 'mark-info', koerer: 'mark-info', faerdig: 'mark-good', fejlet: 'mark-bad' }[
    run.status
  ];
  return (
    <>
      <p>
        <a href={paths.run(run.id)}>{showInstant(run.plannedAt)}</a>{' '}
        <span class={`mark ${mark}`}>{labels.runStatus[run.status]}</span>
      </p>
      <dl class="facts">
        <dt>Ordrer</dt>
        <dd>{showNumber(run.orders)}</dd>
        <dt>Borgere</dt>
        <dd>{showNumber(run.citizens)}</dd>
        <dt>Forslag</dt>
        <dd>{run.matches === null ? '–' : showNumber(run.matches)}</dd>
      </dl>
      {run.error && <p class="note note-bad">{run.error}</p>}
    </>
  );
}
