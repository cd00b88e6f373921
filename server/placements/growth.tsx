import { showDate } from '../ui/dates.ts';
import { showHour } from '../ui/hours.ts';
import { hoursOn } from './collisions.ts';
import type { PlacementDetails } from './find.ts';

const WIDTH = 300;
const BAR = 18;

/** The hours from each day on, as bars with the table in the same rows: the chart says nothing that is not written. */
export function Growth({ details, today }: { details: PlacementDetails; today: string }) {
  const { growth, hours } = details;
  const most = Math.max(...growth.map(({ weeklyHours }) => weeklyHours), 1);
  const now = hoursOn({ hours }, today).fromDate;
  const first = growth[0];
  const last = growth.at(-1);
  const grown = first && last ? last.weeklyHours - first.weeklyHours : 0;
  return (
    <>
      <h2>Timer</h2>
      {grown !== 0 && (
        <p class="muted">
          {grown > 0 ? 'Vokset' : 'Faldet'} med {showHour(Math.abs(grown))} timer siden start.
        </p>
      )}
      <table class="dense growth">
        <caption class="sr-only">Timer om ugen fra hver dag, hvor de ændrer sig</caption>
        <thead>
          <tr>
            <th scope="col">Fra</th>
            <th scope="col" class="number">
              Timer/uge
            </th>
            <th scope="col" class="growth-bar">
              <span class="sr-only">Søjle</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {growth.map(({ fromDate, weeklyHours, byName }) => (
            <tr title={`Skrevet af ${byName}`}>
              <td data-head="Fra">
                {showDate(fromDate)}{' '}
                {fromDate === now && fromDate <= today && <span class="mark mark-good">● Nu</span>}
                {fromDate > today && <span class="mark mark-info">○ Planlagt</span>}
              </td>
              <td class="number" data-head="Timer/uge">
                {showHour(weeklyHours)}
              </td>
              <td class="growth-bar">
                <svg viewBox={`0 0 ${WIDTH} ${BAR}`} width={WIDTH} height={BAR} aria-hidden="true">
                  <rect
                    class={fromDate > today ? 'growth-planned' : 'growth-had'}
                    width={Math.round((weeklyHours / most) * WIDTH)}
                    height={BAR}
                  />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
