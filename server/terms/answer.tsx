import type { ComponentChildren } from 'preact';
import { paths } from '../paths.ts';
import { labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { TermRow } from './list.ts';
import { type AnswerKind, needsPerson, type Suggestion } from './rules.ts';

interface AnswerFormProps {
  view: View;
  row: TermRow;
  /** the list's filters, to come back to */
  query: string;
  answer: AnswerKind;
  conceptId?: string;
  /** not the answer that is suggested */
  plain?: boolean;
  children: ComponentChildren;
}

/** One button, one answer. */
export function AnswerForm({ view, row, query, answer, conceptId, plain, children }: AnswerFormProps) {
  return (
    <form method="post" action={paths.termDecision(row.ref)}>
      <FormToken view={view} />
      <input type="hidden" name="svar" value={answer} />
      {conceptId && <input type="hidden" name="begreb" value={conceptId} />}
      <input type="hidden" name="liste" value={query} />
      <button type="submit" class={`button button-small ${plain ? '' : 'button-primary'}`}>
        {children}
      </button>
    </form>
  );
}

interface WithdrawFormProps {
  view: View;
  id: number;
  query: string;
  children: ComponentChildren;
}

export function WithdrawForm({ view, id, query, children }: WithdrawFormProps) {
  return (
    <form method="post" action={paths.termWithdrawal(id)}>
      <FormToken view={view} />
      <input type="hidden" name="liste" value={query} />
      <button type="submit" class="button button-small">
        {children}
      </button>
    </form>
  );
}

/** A licence or certificate decides who may be sent: what a yes does stands beside the button. */
export function Warning({
  suggestion,
  row,
}: {
  suggestion: Pick<Suggestion, 'kind' | 'label'>;
  row: TermRow;
}) {
  if (!needsPerson(suggestion.kind)) return null;
  return (
    <p class="effect">
      ! {labels.conceptKind[suggestion.kind]}: kun et menneske kan sige ja. Herefter tæller ordet som{' '}
      <strong>{suggestion.label}</strong> for {touchedInWords(row)}.
    </p>
  );
}

/** 12 borgere og 1 ordre */
export function touchedInWords({ citizens, orders }: { citizens: number; orders: number }): string {
  const people = citizens === 1 ? '1 borger' : `${showNumber(citizens)} borgere`;
  return `${people} og ${orders === 1 ? '1 ordre' : `${showNumber(orders)} ordrer`}`;
}
