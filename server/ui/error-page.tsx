import type { Problem } from '../errors.ts';
import { paths } from '../paths.ts';
import type { View } from '../plugins/page.ts';
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
