import { BackupPanel, showBytes } from '../backup/panel.tsx';
import { SchedulerPanel } from '../home/scheduler-panel.tsx';
import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { Layout } from '../ui/layout.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { OperationsStatus } from './status.ts';

export function StatusPage({ view, status }: { view: View; status: OperationsStatus }) {
  const { problems, scheduler, backups, queue, disk, versions } = status;
  return (
    <Layout view={view} title="Driftsstatus">
      {problems.length > 0 && (
        <div class="note note-bad">
          <p>Programmet melder sig ikke klar:</p>
          <ul>
            {problems.map((problem) => (
              <li>{problem}</li>
            ))}
          </ul>
        </div>
      )}
      <div class="panels panels-day">
        <SchedulerPanel health={scheduler} />
        <BackupPanel health={backups} />
        <QueuePanel queue={queue} />
        <ImportPanel imports={status.imports} />
        <section class="panel">
          <h2>Disk</h2>
          {disk.walIsLarge && (
            <p class="note note-warn">
              Databasens log er usædvanlig stor. Noget har læst længe uden at blive færdigt.
            </p>
          )}
          {disk.erasedSince && (
            <p class="note note-warn">
              Det, der blev slettet {showInstant(disk.erasedSince)}, står endnu i databasens log, fordi noget
              læser. Den tømmes, så snart det er færdigt; der prøves hvert minut.
            </p>
          )}
          <dl class="facts">
            <dt>Database</dt>
            <dd>{showBytes(disk.databaseBytes)}</dd>
            <dt>Databasens log (WAL)</dt>
            <dd>{showBytes(disk.walBytes)}</dd>
            <dt>Ledig plads</dt>
            <dd>{showBytes(disk.freeBytes)}</dd>
          </dl>
        </section>
        <LogPanel head={status.logHead} kept={status.keptHead} />
        <section class="panel">
          <h2>Udgaver</h2>
          <dl class="facts">
            <dt>Skema</dt>
            <dd>{versions.schema}</dd>
            <dt>SQLite</dt>
            <dd>{versions.sqlite}</dd>
            <dt>Node</dt>
            <dd>{versions.node}</dd>
          </dl>
        </section>
      </div>
    </Layout>
  );
}

function ImportPanel({
  imports: { underWay, undoing, givenUp, failedUndo },
}: Pick<OperationsStatus, 'imports'>) {
  return (
    <section class="panel">
      <h2>Import</h2>
      {underWay ? (
        <p class="note">
          I gang siden {showInstant(underWay.importedAt)}: {showNumber(underWay.rowsDone)} af{' '}
          {showNumber(underWay.rowsInAll)} rækker er skrevet.
        </p>
      ) : undoing ? (
        <p class="note">
          <a href={paths.import(undoing.batch.id)}>En import</a> fortrydes siden{' '}
          {showInstant(undoing.undo.begunAt)}: {showNumber(undoing.undo.rowsDone)} af{' '}
          {showNumber(undoing.undo.rowsInAll)} rækker er gennemgået.
        </p>
      ) : (
        <p>Ingen er i gang.</p>
      )}
      {givenUp?.undoneAt && (
        <p class="note note-warn">
          <a href={paths.import(givenUp.id)}>Seneste import</a> blev taget tilbage{' '}
          {showInstant(givenUp.undoneAt)}: {givenUp.givenUpBecause}.
        </p>
      )}
      {failedUndo && (
        <p class="note note-bad">
          <a href={paths.import(failedUndo.importId)}>Den seneste fortrydelse</a> kunne ikke fortryde alle
          rækker på grund af en fejl i programmet. Siden siger hvilke, og hvad du skal gøre.
        </p>
      )}
    </section>
  );
}

interface LogProps {
  head: OperationsStatus['logHead'];
  kept: OperationsStatus['keptHead'];
}

function LogPanel({ head, kept }: LogProps) {
  return (
    <section class="panel">
      <h2>Log over opslag og ændringer</h2>
      {!kept.held && (
        <p class="note note-bad">
          Loggen har ikke det hoved, der sidst blev gemt: den er klippet af eller skrevet om. Kør{' '}
          <code>npm run audit -- verify</code>.
        </p>
      )}
      {head ? (
        <dl class="facts">
          <dt>Seneste række</dt>
          <dd>Nr. {showNumber(head.number)}</dd>
          <dt>Skrevet</dt>
          <dd>{showInstant(head.at)}</dd>
          <dt>Kædens hoved</dt>
          <dd>
            <code class="hash">{head.hash}</code>
          </dd>
          <dt>Senest gemte hoved</dt>
          <dd>
            {kept.head
              ? `Nr. ${showNumber(kept.head.number)}, skrevet ${showInstant(kept.head.at)}`
              : 'Intet endnu'}
          </dd>
        </dl>
      ) : (
        <p>Der er ikke skrevet noget endnu.</p>
      )}
      <p class="muted">
        Hver dag går hovedet til programmets egen log og til en fil ved sikkerhedskopierne: så ses det også,
        hvis hele loggen er skrevet om. Send programmets log til en anden maskine.
      </p>
      <p>
        <a href={paths.readControl}>Kontrol af opslag</a>
      </p>
    </section>
  );
}

function QueuePanel({ queue }: { queue: OperationsStatus['queue'] }) {
  const { name, warnings, waitingSince } = queue;
  return (
    <section class="panel">
      <h2>Kø</h2>
      <p>
        {warnings.length === 0 ? (
          <span class="mark mark-good">
            <span aria-hidden="true">✓ </span>
            {name ? 'Svarer' : 'Ikke startet'}
          </span>
        ) : (
          <span class="mark mark-warn">
            <span aria-hidden="true">⚠ </span>Se her
          </span>
        )}
      </p>
      {warnings.map((warning) => (
        <p class="note note-warn">{warning}</p>
      ))}
      <dl class="facts">
        <dt>Hvor</dt>
        <dd>{name ?? 'Dette program har ingen kø'}</dd>
        <dt>Ældste arbejde, der venter på den</dt>
        <dd>{waitingSince ? showInstant(waitingSince) : 'Intet'}</dd>
      </dl>
    </section>
  );
}
