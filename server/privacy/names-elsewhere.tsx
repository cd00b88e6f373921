import { showNumber } from '../ui/table.tsx';
import type { Mentions } from './mentions.ts';

/** Where others have written the name, and what comes of it. */
export function NamesElsewhere({ mentions: { found, shared } }: { mentions: Mentions }) {
  if (found.length === 0) return null;
  return (
    <section>
      <h2>Navnet står også i andres tekster</h2>
      <ul>
        {found.map(({ title, rows }) => (
          <li>
            {title}: {showNumber(rows)}
          </li>
        ))}
      </ul>
      <p class={shared ? 'note note-warn' : 'muted'}>
        {shared
          ? '⚠ En anden hedder det samme, så teksterne bliver ikke rørt. Se dem efter, og ret dem selv.'
          : 'Det bliver erstattet af »[slettet]«. Et fornavn alene bliver ikke fundet.'}
      </p>
    </section>
  );
}
