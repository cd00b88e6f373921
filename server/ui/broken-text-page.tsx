import type { FieldError } from '../problems.ts';
import type { View } from '../view.ts';
import { ErrorSummary, TextArea } from './form.tsx';
import { FormToken, Layout } from './layout.tsx';

interface BrokenTextPageProps {
  view: View;
  /** all that was sent, without what cannot be stored */
  values: Readonly<Record<string, readonly string[]>>;
  /** named by field, and by its place where there are several of the name */
  errors: readonly FieldError[];
}

/** Any form whose text cannot be stored as it came: the fields in question to look through, the others along with them. */
export function BrokenTextPage({ view, values, errors }: BrokenTextPageProps) {
  const wrong = new Map(errors.map(({ field, reason }) => [field.split('.')[0] ?? '', reason]));
  const reasons = [...wrong].map(([field, reason]) => ({ field, reason }));
  return (
    <Layout view={view} title="Se teksten igennem">
      <ErrorSummary form={{ values: {}, errors: reasons }} />
      <form method="post" action={view.url}>
        <FormToken view={view} />
        {Object.entries(values).flatMap(([name, all]) =>
          all.map((value, at) =>
            wrong.has(name) ? (
              <TextArea
                form={{ values: { [name]: value }, errors: at === 0 ? reasons : [] }}
                name={name}
                label={`Feltet »${name}«`}
              />
            ) : (
              <input type="hidden" name={name} value={value} />
            ),
          ),
        )}
        <button class="button button-primary" type="submit">
          Send igen
        </button>
      </form>
    </Layout>
  );
}
