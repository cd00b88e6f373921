import { SET_ASIDE_REASONS } from '../../db/schema/matching.ts';
import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import type { FormState } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import type { Person } from './candidates.ts';
import { COMMENT_LIMIT, type SetAside } from './set-aside.ts';

/** A form that came back, and whose it was. */
export interface TypedSetAside {
  citizenId: number;
  form: FormState;
}

interface SetAsideFormProps {
  view: View;
  orderId: number;
  person: Person;
  typed: TypedSetAside | null;
}

/** One tap opens it, one more on the reason is all it takes; the page's message can undo it. */
export function SetAsideForm({ view, orderId, person, typed }: SetAsideFormProps) {
  const own = typed?.citizenId === person.citizenId ? typed.form : null;
  return (
    <details class="set-aside" open={own !== null}>
      <summary>
        Sæt <span class="sr-only">{person.name ?? person.key} </span>til side
      </summary>
      <form method="post" action={paths.setAside(orderId)}>
        <FormToken view={view} />
        <input type="hidden" name="borger" value={String(person.citizenId)} />
        {own && (
          <div class="error-summary" role="alert" tabIndex={-1} data-focus>
            {own.errors.map((error) => (
              <p>{error.reason}</p>
            ))}
          </div>
        )}
        <p class="muted">
          Vises så ikke mere for denne ordre, medmindre ordrens eller borgerens oplysninger ændres. Andre
          ordrer berøres ikke.
        </p>
        <label class="form-label">
          Kommentar <span class="optional">(skal skrives ved »Andet«)</span>
          <textarea class="form-input" name="kommentar" rows={2} maxLength={COMMENT_LIMIT}>
            {own?.values.kommentar}
          </textarea>
        </label>
        <fieldset class="choice">
          <legend class="form-label">Hvorfor?</legend>
          <div class="choice-buttons">
            {SET_ASIDE_REASONS.map((reason) => (
              <button type="submit" class="button" name="grund" value={reason}>
                {labels.setAside[reason]}
              </button>
            ))}
          </div>
        </fieldset>
      </form>
    </details>
  );
}

/** On the row of somebody who has come back. */
export function CameBack({ setAside }: { setAside: SetAside | null }) {
  if (setAside === null) return null;
  return (
    <p class="note note-warn">
      ↻ Sat til side før – oplysningerne er ændret. {labels.setAside[setAside.reason]}
      {setAside.comment && `: ${setAside.comment}`}{' '}
      <span class="muted">
        ({setAside.byName}, {showDate(setAside.at.slice(0, 10))})
      </span>
    </p>
  );
}

interface TakeBackProps {
  view: View;
  id: number;
  /** where one comes back to */
  back: 'forslag' | 'sorteret-fra';
  children: string;
}

export function TakeBackForm({ view, id, back, children }: TakeBackProps) {
  return (
    <form class="inline" method="post" action={paths.setAsideWithdrawn(id)}>
      <FormToken view={view} />
      <input type="hidden" name="til" value={back} />
      <button type="submit" class="button button-small">
        {children}
      </button>
    </form>
  );
}
