import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import type { Member } from './queries.ts';

const SIGNS = {
  ikke_ringet: ['', '○'],
  naaet: ['mark-info', '●'],
  ja: ['mark-good', '✓'],
  nej: ['mark-bad', '✕'],
  senere: ['mark-warn', '↻'],
} as const;

type Answered = Pick<Member, 'state' | 'stateDate'>;

/** Colour is never alone: a sign and words say the same; a call that is due says so. */
export function StateMark({ member: { state, stateDate }, today }: { member: Answered; today: string }) {
  const [look, sign] = SIGNS[state];
  const due = state === 'senere' && stateDate !== null && stateDate <= today;
  return (
    <span>
      <span class={`mark ${look}`}>
        <span aria-hidden="true">{sign} </span>
        {labels.memberState[state]}
      </span>{' '}
      {stateDate && <span class="muted nowrap">{showDate(stateDate)}</span>}
      {due && ' · ring nu'}
    </span>
  );
}
