import type { StandingAnswer } from '../../workers/matching/engine.ts';
import { paths } from '../paths.ts';

/** The one answer to why there is nobody, or nothing: what stands in the way, and who can mend it. */
export function StandingNote({ standing }: { standing: StandingAnswer }) {
  return (
    <p class="note note-warn">
      <strong>? Hvorfor ikke?</strong> {standing.answer}
      {standing.rule === 'ord_ikke_forstaaet' && (
        <>
          {' '}
          <a href={paths.terms}>Til siden Ord</a>
        </>
      )}
    </p>
  );
}
