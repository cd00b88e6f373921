import { INFORMED_WAYS } from '../../db/schema/contact-persons.ts';
import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import { MailLink, PhoneLink } from '../ui/reach-links.tsx';
import type { View } from '../view.ts';
import type { ContactPerson } from './queries.ts';

const SHOWN = 4;

interface PanelProps {
  pNumber: number;
  persons: readonly ContactPerson[];
  mayEdit: boolean;
}

/** Whom to ask for: on the firm's front page, with a number to tap. */
export function PersonsPanel({ pNumber, persons, mayEdit }: PanelProps) {
  const there = persons.filter((person) => person.leftOn === null);
  return (
    <section class="panel">
      <h2>Personer</h2>
      {there.length === 0 && <p class="muted">Ingen kontaktpersoner endnu.</p>}
      <ul class="rows">
        {there.slice(0, SHOWN).map((person) => (
          <li>
            <PersonLine person={person} />
          </li>
        ))}
      </ul>
      <p>
        <a href={paths.persons(pNumber)}>
          {there.length > SHOWN
            ? `Alle ${there.length} personer`
            : mayEdit
              ? 'Tilføj eller ret'
              : 'Se personerne'}
        </a>
      </p>
    </section>
  );
}

export function PersonLine({ person }: { person: ContactPerson }) {
  return (
    <>
      <strong>{person.name}</strong>
      {person.role && <span class="muted"> {person.role}</span>}
      {person.phone && (
        <>
          {' · '}
          <PhoneLink phone={person.phone} />
        </>
      )}
      {person.email && (
        <>
          {' · '}
          <MailLink email={person.email} />
        </>
      )}{' '}
      <PersonMarks person={person} />
    </>
  );
}

function PersonMarks({ person }: { person: ContactPerson }) {
  if (person.leftOn !== null)
    return <span class="mark">Har forladt virksomheden {showDate(person.leftOn)}</span>;
  if (person.informedOn === null)
    return (
      <span class="mark mark-warn">
        <span aria-hidden="true">⚠ </span>Ikke oplyst
      </span>
    );
  return null;
}

/** One tap when it has been said: the warning goes away. */
export function InformForm({ view, person }: { view: View; person: ContactPerson }) {
  if (person.informedOn !== null || person.leftOn !== null) return null;
  return (
    <form method="post" action={paths.personInformed(person.id)} class="inform">
      <FormToken view={view} />
      <span class="muted">Oplyst i dag om, at vi registrerer navn og nummer:</span>{' '}
      {INFORMED_WAYS.map((way) => (
        <>
          <button
            type="submit"
            class="button button-small"
            name="hvordan"
            value={way}
            aria-label={`${person.name} er oplyst: ${labels.informedWay[way].toLowerCase()}`}
          >
            {labels.informedWay[way]}
          </button>{' '}
        </>
      ))}
    </form>
  );
}
