import { paths } from '../paths.ts';
import { showNumber, withQuery } from '../ui/table.tsx';
import type { CountedOpening } from './what-is-missing.ts';

/** So many of each sort are read at once; the rest are folded. */
const SHORT = 5;

interface MissingProps {
  citizenId: number;
  openings: readonly CountedOpening[];
}

/** Hvad mangler? Which one course, test or licence opens how many orders; apart, what the citizen decides. */
export function MissingSection({ citizenId, openings }: MissingProps) {
  const courses = openings.filter(({ learned, kind }) => learned && kind !== 'kompetence');
  const skills = openings.filter(({ kind }) => kind === 'kompetence');
  const choices = openings.filter(({ learned }) => !learned);
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
      {openings.map((opening) => (
        <li>
          <a href={withQuery(paths.opening(citizenId), { art: opening.kind, hvad: opening.text })}>
            {opening.text} <strong class="nowrap">{opensInWords(opening)}</strong>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** A skill is the last requirement of some orders, everything else opens them: "åbner 12 ordrer", "i 1 ordre". */
export function opensInWords({ kind, count }: CountedOpening): string {
  const orders = count === 1 ? '1 ordre' : `${showNumber(count)} ordrer`;
  return `${kind === 'kompetence' ? 'i' : 'åbner'} ${orders}`;
}
