import { localDate, showDate, showDistance, showInstant } from '../ui/dates.ts';

interface ClockProps {
  /** when the employer must have had the first answer */
  due: string;
  /** when the first answer was given; null: not yet */
  answeredAt: string | null;
  /** this instant */
  now: string;
}

/** Løfteuret: how long there is left, or how it went. */
export function PromiseClock({ due, answeredAt, now }: ClockProps) {
  if (answeredAt !== null) {
    return answeredAt <= due ? (
      <span class="mark mark-good mark-long">✓ Svaret {showDate(localDate(new Date(answeredAt)))}</span>
    ) : (
      <span class="mark mark-warn mark-long">
        ! Svaret for sent, {showDate(localDate(new Date(answeredAt)))}
      </span>
    );
  }
  if (due < now)
    return <span class="mark mark-bad mark-long">⚠ Svar skulle være givet {showInstant(due)}</span>;
  const soon = localDate(new Date(due)) === localDate(new Date(now));
  return (
    <span class={`mark mark-long ${soon ? 'mark-warn' : 'mark-info'}`}>
      ○ Svar {soon ? 'i dag' : showDistance(localDate(new Date(due)), localDate(new Date(now)))}, senest{' '}
      {showInstant(due)}
    </span>
  );
}
