import { showDistance } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import type { ColleagueContact } from './peace.ts';

/** "Kontaktet for 5 dage siden af Karl (telefon: rekruttering)": seen before one calls as well. */
export function PeaceNote({ contacts, today }: { contacts: readonly ColleagueContact[]; today: string }) {
  if (contacts.length === 0) return null;
  return (
    <div class="note note-warn">
      <strong>⚠ Kontaktfred</strong>
      <ul class="rows">
        {contacts.map(({ contactDate, kind, outcome, topic, byName, otherPlace }) => (
          <li>
            Kontaktet {showDistance(contactDate, today)} af {byName ?? 'en kollega'} (
            {labels.kind[kind].toLowerCase()}: {topic ?? labels.outcome[outcome].toLowerCase()})
            {otherPlace && ` på ${otherPlace}`}
          </li>
        ))}
      </ul>
      Tal sammen, før du kontakter dem, eller tag derud i fællesskab.
    </div>
  );
}
