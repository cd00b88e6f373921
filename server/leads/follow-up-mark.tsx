import { showDate, showDistance } from '../ui/dates.ts';

/** Colour is never alone: a sign and words say the same. */
export function FollowUpMark({ date, today }: { date: string; today: string }) {
  const [look, sign] =
    date < today ? ['mark-bad', '⚠'] : date === today ? ['mark-warn', '●'] : ['mark-info', '○'];
  return (
    <span class={`mark ${look}`}>
      {sign} {showDate(date)}, {showDistance(date, today)}
    </span>
  );
}
