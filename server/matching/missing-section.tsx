import type { Opening } from '../../workers/matching/engine.ts';
import { paths } from '../paths.ts';
import { withQuery } from '../ui/table.tsx';
import { changeInWords, isLearned, opensInWords } from './missing-text.ts';

/** So many of each sort are read at once; the rest are folded. */
const SHORT = 5;

interface MissingProps {
  citizenId: number;
  openings: readonly Opening[];
}

/** Hvad mangler? Which one course, test or licence opens how many orders; apart, what the citizen decides. */
export function MissingSection({ citizenId, openings }: MissingProps) {
  const courses = openings.filter(({ change }) => isLearned(change) && change.kind !== 'kompetence');
  const skills = openings.filter(({ change }) => change.kind === 'kompetence');
  const choices = openings.filter(({ change }) => !isLearned(change));
  return (
    <section class="panel" aria-labelledby="mangler">
      <h2 id="mangler">Hvad mangler?</h2>
      {openings.length === 0 ? (
        <p class="muted">Ingen enkelt ting ville åbne flere ordrer lige nu.</p>
      ) : (
        <p class="muted">Én ting ad gangen. Tallene kan ikke lægges sammen.</p>
      )}
      <Openings heading="Det kan læres" citizenId={citizenId} openings={courses} />
      <Openings
        heading="En kompetence mere: det eneste krav, der mangler"
        citizenId={citizenId}
        openings={skills}
      />
      <Openings heading="Det bestemmer borgeren" citizenId={citizenId} openings={choices} />
    </section>
  );
}

function Openings({ heading, citizenId, openings }: MissingProps & { heading: string }) {
  if (openings.length === 0) return null;
  const rest = openings.slice(SHORT);
  return (
    <>
      <h3>{heading}</h3>
      <List citizenId={citizenId} openings={openings.slice(0, SHORT)} />
      {rest.length > 0 && (
        <details class="more">
          <summary>{rest.length} mere</summary>
          <List citizenId={citizenId} openings={rest} />
        </details>
      )}
    </>
  );
}

function List({ citizenId, openings }: MissingProps) {
  return (
    <ul class="rows">
      {openings.map(({ change, orders }) => (
        <li>
          <a href={withQuery(paths.opening(citizenId), { art: change.kind, hvad: changeInWords(change) })}>
            {changeInWords(change)} <strong class="nowrap">{opensInWords(change, orders.length)}</strong>
          </a>
        </li>
      ))}
    </ul>
  );
}
