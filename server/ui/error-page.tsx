import { paths } from '../paths.ts';
import type { Problem } from '../problems.ts';
import type { View } from '../view.ts';
import { Layout } from './layout.tsx';

/** What may be had in a moment: a page, or what a form asked for. */
export type Again = { page: string } | 'the form';

interface ErrorPageProps {
  view: View;
  problem: Problem;
  again: Again | null;
}

export function ErrorPage({ view, problem, again }: ErrorPageProps) {
  return (
    <Layout view={view} title={problem.title}>
      {problem.detail && <p>{problem.detail}</p>}
      {problem.errors && (
        <ul>
          {problem.errors.map((error) => (
            <li>
              <strong>{error.field}</strong>: {error.reason}
            </li>
          ))}
        </ul>
      )}
      {again === 'the form' && (
        <p>Gå tilbage i browseren, og send igen. I de fleste browsere står det, du skrev, der endnu.</p>
      )}
      <p class="button-row">
        {again && again !== 'the form' && (
          <a class="button button-primary" href={again.page}>
            Prøv igen
          </a>
        )}
        <a href={paths.home}>Til forsiden</a>
      </p>
    </Layout>
  );
}
