import { PersonName } from '../matching/candidate-card.tsx';
import { paths } from '../paths.ts';
import { labels } from '../ui/labels.ts';
import { CardLine, LogList } from './card-line.tsx';
import type { LogEntry } from './queries.ts';
import type { ShownCard } from './rights.ts';
import { movesOn } from './rules.ts';

interface BoardCardProps {
  shown: ShownCard;
  log: readonly LogEntry[];
  today: string;
  /** placements have taken every position of the order */
  isFull: boolean;
}

/** The form that names several cards and why they ended; it stands below the board. */
export const OUTCOME_FORM = 'udfald';

/** One citizen on the board: dragged, moved by keys, or by the small form, which needs no script. */
export function BoardCard({ shown, log, today, isFull }: BoardCardProps) {
  const { card, person } = shown;
  const name = person.name ?? person.key;
  const { open: stages, closed } = movesOn(card, shown.steps, isFull);
  return (
    <li
      class="board-card"
      id={`kort-${card.id}`}
      data-card={paths.card(card.id)}
      data-stages={stages.join(' ')}
      data-refusals={JSON.stringify(closed)}
      data-name={name}
    >
      <div class="board-card-head">
        <PersonName person={person} />
        {shown.steps.includes('ej') && (
          <label class="tick board-pick">
            <input type="checkbox" form={OUTCOME_FORM} name="kort" value={`${card.id}.${card.version}`} />
            <span class="sr-only">Vælg {name}</span>
          </label>
        )}
      </div>
      <CardLine card={card} today={today} />
      <div class="board-card-foot">
        <a href={paths.card(card.id)}>
          Åbn<span class="sr-only"> kortet for {name}</span>
        </a>
        {stages.length > 0 && (
          <form method="get" action={paths.card(card.id)} class="inline">
            <label>
              <span class="sr-only">Flyt {name} til</span>
              <select class="form-select" name="til">
                {stages.map((stage) => (
                  <option value={stage}>{labels.formidlingStage[stage]}</option>
                ))}
              </select>
            </label>
            <button type="submit" class="button button-small">
              Flyt
            </button>
          </form>
        )}
      </div>
      <details class="board-log">
        <summary>
          Log<span class="sr-only"> for {name}</span>
        </summary>
        <LogList entries={log} />
      </details>
    </li>
  );
}
