import { paths } from '../paths.ts';
import type { Problem } from '../problems.ts';
import type { View } from '../view.ts';
import { Layout } from './layout.tsx';

export function ErrorPage({ view, problem }: { view: View; problem: Problem }) {
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
      <p>
        <a href={paths.home}>Til forsiden</a>
      </p>
    </Layout>
  );
}
