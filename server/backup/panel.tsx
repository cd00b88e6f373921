import type { ComponentChildren } from 'preact';
import { showInstant } from '../ui/dates.ts';
import { showNumber } from '../ui/table.tsx';
import type { BackupHealth, BackupRun } from './queries.ts';

/** The light that tells whether what is lost tonight can be had back: colour, sign and words. */
export function BackupPanel({ health, children }: { health: BackupHealth; children?: ComponentChildren }) {
  const [look, sign, text] = lightOf(health);
  const { backup, drill, encrypted } = health;
  return (
    <section class="panel">
      <h2>Sikkerhedskopi</h2>
      <p>
        <span class={`mark mark-long ${look}`}>
          <span aria-hidden="true">{sign} </span>
          {text}
        </span>
      </p>
      {!encrypted && (
        <p class="note note-warn">
          Kopierne er ikke krypteret, fordi BACKUP_KEY ikke er sat. Enhver, der har en af dem, kan læse den.
        </p>
      )}
      <dl class="facts">
        <dt>Seneste kopi</dt>
        <dd>
          <Succeeded run={backup.last} />
        </dd>
        <Failed run={backup.failed} />
        <dt>Seneste gendannelsesprøve</dt>
        <dd>
          <Succeeded run={drill.last} />
        </dd>
        <Failed run={drill.failed} />
      </dl>
      {children}
    </section>
  );
}

function Succeeded({ run }: { run: BackupRun | null }) {
  if (!run) return <>Ingen endnu</>;
  return (
    <>
      {showInstant(run.startedAt)}
      <br />
      <span class="muted">
        {showBytes(run.bytes ?? 0)}, {showNumber(run.rowCount ?? 0)} rækker, {showSeconds(run.ms)}
      </span>
    </>
  );
}

function Failed({ run }: { run: BackupRun | null }) {
  if (!run) return null;
  return (
    <>
      <dt>Mislykkedes {showInstant(run.startedAt)}</dt>
      <dd>{run.error}</dd>
    </>
  );
}

/** 1,5 MB, 78,3 GB */
export function showBytes(bytes: number): string {
  if (bytes >= 10_000_000_000)
    return `${(bytes / 1_000_000_000).toLocaleString('da-DK', { maximumFractionDigits: 1 })}\u00a0GB`;
  return `${(bytes / 1_000_000).toLocaleString('da-DK', { maximumFractionDigits: 1 })}\u00a0MB`;
}

function showSeconds(ms: number): string {
  return `${(ms / 1000).toLocaleString('da-DK', { maximumFractionDigits: 1 })}\u00a0s`;
}

function lightOf({ backup, drill }: BackupHealth): [look: string, sign: string, text: string] {
  if (!backup.last) return ['mark-bad', '✕', 'Der er ingen endnu. Den første kommer i nat'];
  if (backup.old) return ['mark-bad', '✕', 'Den seneste er for gammel'];
  if (drill.failed) return ['mark-bad', '✕', 'Den seneste kunne ikke gendannes'];
  if (backup.failed) return ['mark-warn', '⚠', 'Det seneste forsøg mislykkedes'];
  if (drill.old) return ['mark-warn', '⚠', 'Taget, men ikke prøvet for nylig'];
  return ['mark-good', '✓', 'Taget og prøvet'];
}
