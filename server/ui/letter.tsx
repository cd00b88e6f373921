import type { View } from '../view.ts';
import { showDate } from './dates.ts';

/** What every letter's head ends with, in its list of facts. */
export function DateAndSender({ view }: { view: View }) {
  return (
    <>
      <dt>Dato</dt>
      <dd>{showDate(view.today)}</dd>
      <dt>Fra</dt>
      <dd>
        {view.unitName}, {view.municipalityName}
      </dd>
    </>
  );
}

/** Stands on the screen alone. */
export function HowToPrint() {
  return (
    <p class="note no-print">Skriv siden ud, eller gem den som PDF: menuen og denne linje følger ikke med.</p>
  );
}
