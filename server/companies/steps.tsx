import { paths } from '../paths.ts';
import { showDistance } from '../ui/dates.ts';
import { FormToken } from '../ui/layout.tsx';
import type { FirmPageProps } from './firm-page.tsx';

/** What is promised to the firm, by whom, with a tick. */
export function Steps({ view, steps, rights }: Pick<FirmPageProps, 'view' | 'steps' | 'rights'>) {
  if (steps.length === 0) return null;
  return (
    <>
      <h2>Næste skridt</h2>
      <ul class="rows">
        {steps.map((step) => (
          <li class="row-line">
            <span>
              {step.nextStep ?? 'Følg op'} <StepDate date={step.nextStepDate} today={view.today} />{' '}
              <span class="muted">{step.byName}</span>
            </span>
            {rights.log && (
              <form method="post" action={paths.nextStepDone(step.id)}>
                <FormToken view={view} />
                <button type="submit" class="button button-small">
                  ✓ Klaret
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Overdue, today and later: sign and words, never colour alone. */
export function StepDate({ date, today }: { date: string | null; today: string }) {
  if (date === null) return null;
  const [look, sign] =
    date < today ? ['mark-bad', '⚠'] : date === today ? ['mark-warn', '●'] : ['mark-info', '○'];
  return (
    <span class={`mark ${look}`}>
      {sign} {showDistance(date, today)}
    </span>
  );
}
