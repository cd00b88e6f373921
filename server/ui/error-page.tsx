import { paths } from '../paths.ts';
import type { Problem } from '../problems.ts';
import type { View } from '../view.ts';
import { Layout } from './layout.tsx';

interface ErrorPageProps {
  view: View;
  problem: Problem;
  /** the page that may be had in a moment */
  again: string | null;
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
      <p class="button-row">
        {again && (
          <a class="button button-primary" href={again}>
            Prøv igen
          </a>
        )}
        <a href={paths.home}>Til forsiden</a>
      </p>
    </Layout>
  );
}
