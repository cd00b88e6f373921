import type { ComponentChildren } from 'preact';
import { CONTACT_DIRECTIONS, CONTACT_KINDS, CONTACT_OUTCOMES } from '../../db/schema/contacts.ts';
import { labels } from '../ui/labels.ts';

interface RuleTableProps {
  caption: string;
  /** what stands in the cell of a line, by its name in the form: telefon.ud.opnaaet */
  cell: (name: string, words: string) => ComponentChildren;
}

/** Kind and direction down, outcome across. */
export function RuleTable({ caption, cell }: RuleTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable from the keyboard (WCAG 2.1.1)
    <section class="table-scroll rule-table" aria-label={caption} tabIndex={0}>
      <table class="rule-grid">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Art og retning</th>
            {CONTACT_OUTCOMES.map((outcome) => (
              <th scope="col">{labels.outcome[outcome]}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {CONTACT_KINDS.flatMap((kind) =>
            CONTACT_DIRECTIONS.map((direction) => (
              <tr>
                <th scope="row">
                  {labels.kind[kind]}, {labels.direction[direction].toLowerCase()}
                </th>
                {CONTACT_OUTCOMES.map((outcome) => (
                  <td data-head={labels.outcome[outcome]}>
                    {cell(
                      `${kind}.${direction}.${outcome}`,
                      `${labels.kind[kind]}, ${labels.direction[direction].toLowerCase()}, ${labels.outcome[outcome].toLowerCase()}`,
                    )}
                  </td>
                ))}
              </tr>
            )),
          )}
        </tbody>
      </table>
    </section>
  );
}
