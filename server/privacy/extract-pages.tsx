import { paths } from '../paths.ts';
import { Facts } from '../ui/facts.tsx';
import { Layout } from '../ui/layout.tsx';
import { DateAndSender, HowToPrint } from '../ui/letter.tsx';
import { showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { ExtractSection } from './extract.ts';

interface ExtractPageProps {
  view: View;
  name: string;
  sections: readonly ExtractSection[];
  hasCpr: boolean;
  back: string;
  fileHref: string;
}

/** A single row has as many lines as it has facts: as a table it would be wider than any paper. */
function SectionRows({ section: { title, heads, rows } }: { section: ExtractSection }) {
  const [only] = rows;
  if (only && rows.length === 1) return <Facts of={heads.map((head, at) => [head, only[at] || '–'])} />;
  return (
    <Table
      caption={title}
      columns={heads.map((head, at) => ({ head, cell: (row: string[]) => row[at] }))}
      rows={rows}
      empty=""
      url={paths.home}
    />
  );
}

/** Art. 15 on paper: everything, with why, from where and for how long. */
export function ExtractPage({ view, name, sections, hasCpr, back, fileHref }: ExtractPageProps) {
  return (
    <Layout
      view={view}
      title={`Indsigt: ${name}`}
      aside={
        <>
          <a class="button button-primary" href={fileHref}>
            Hent som fil
          </a>
          <a class="button" href={back}>
            Tilbage
          </a>
        </>
      }
    >
      <dl class="facts">
        <dt>Om</dt>
        <dd>{name}</dd>
        <DateAndSender view={view} />
      </dl>
      <HowToPrint />
      <p>
        Vi bruger oplysningerne til at finde job og pladser, der passer, og til at følge op. Ingen afgørelser
        træffes automatisk. Du kan bede os om at rette eller slette noget, gøre indsigelse og klage til
        Datatilsynet.
        {hasCpr && ' Dit CPR-nummer ligger krypteret og skrives ikke her.'}
      </p>
      {sections.map((section) => (
        <section>
          <h2>
            {section.title} ({showNumber(section.rows.length)})
          </h2>
          <SectionRows section={section} />
        </section>
      ))}
    </Layout>
  );
}
