import type { SchedulerHealth } from '../admin/heartbeat.ts';
import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';

/** The light that goes out when nobody minds the clock: colour, sign and words. */
export function SchedulerPanel({ health }: { health: SchedulerHealth }) {
  const { lastTick, lastNight } = health;
  const [look, sign, text] = lightOf(health);
  return (
    <section class="panel">
      <h2>Planlægger</h2>
      <p>
        <span class={`mark ${look}`}>
          <span aria-hidden="true">{sign} </span>
          {text}
        </span>
      </p>
      {health.silent && (
        <p class="note note-bad">
          Natkørsler og påmindelser kommer ikke af sig selv, før programmet startes igen. Se i loggen, hvad
          der standsede det.
        </p>
      )}
      {health.stuckSince && (
        <p class="note note-warn">
          Køen tager ikke imod. Arbejde har ventet siden {showInstant(health.stuckSince)} og går i gang af sig
          selv, når den gør. Intet er tabt; hvad der er galt, står på{' '}
          <a href={paths.operations}>Driftsstatus</a>.
        </p>
      )}
      <dl class="facts">
        <dt>Sidste livstegn</dt>
        <dd>{lastTick ? showInstant(lastTick) : 'Aldrig'}</dd>
        <dt>Seneste natkørsel</dt>
        <dd>
          {lastNight ? (
            <>
              <a href={paths.run(lastNight.id)}>{showInstant(lastNight.plannedAt)}</a>{' '}
              {labels.runStatus[lastNight.status].toLowerCase()}
            </>
          ) : (
            'Ingen endnu'
          )}
        </dd>
      </dl>
    </section>
  );
}

function lightOf(health: SchedulerHealth): [look: string, sign: string, text: string] {
  const { silent, stuckSince, lastNight } = health;
  if (silent) return ['mark-bad', '✕', 'Tavs'];
  if (stuckSince) return ['mark-warn', '⚠', 'I gang, men køen tager ikke imod'];
  if (lastNight?.status === 'fejlet') return ['mark-warn', '⚠', 'I gang, men seneste natkørsel fejlede'];
  return ['mark-good', '✓', 'I gang'];
}
