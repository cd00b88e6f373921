import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { ErrorSummary, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import type { FirmPageProps } from './firm-page.tsx';
import { showFact } from './marks.tsx';
import { boundsOf } from './rules.ts';

const SHOWN_HISTORY = 12;

/** How many work here, who says so, and a way to settle it in one click. */
export function HeadcountPanel({ view, firm, standing, rights, form, limit }: FirmPageProps) {
  const { headcount } = firm;
  const { minCount, maxCount } = standing;
  const undecided = minCount !== null && minCount <= limit && (maxCount === null || maxCount > limit);
  return (
    <section class="panel" id="antal-ansatte">
      <h2>Ansatte</h2>
      {headcount ? (
        <p>
          <strong>{showFact(headcount)}</strong>{' '}
          <span class="muted">
            {labels.headcountSource[headcount.source]}, fra {showDate(headcount.validFrom)}
            {headcount.recordedByName && ` (${headcount.recordedByName})`}
          </span>
          {headcount.note && (
            <>
              <br />
              {headcount.note}
            </>
          )}
        </p>
      ) : (
        <p class="muted">CVR har intet tal. Det er oftest virksomheder uden ansatte.</p>
      )}
      {undecided && (
        <p class="note note-warn">
          ? Uafklaret: tallet afgør ikke, om der er flere end {limit === 2 ? 'to' : limit} ansatte.
        </p>
      )}
      {rights.settle && (
        <form method="post" action={paths.headcounts(firm.pNumber)}>
          <FormToken view={view} />
          <ErrorSummary form={form} />
          {undecided && <QuickCounts firm={firm} />}
          <details class="more" open={form.errors.length > 0}>
            <summary>{undecided ? 'Et andet antal eller en anden dato' : 'Skriv antal ansatte'}</summary>
            <TextField
              form={form}
              name="antal"
              label="Antal ansatte"
              type="number"
              min={0}
              inputMode="numeric"
            />
            <TextField form={form} name="dato" label="Gælder fra" type="date" max={view.today} />
            <TextField
              form={form}
              name="note"
              label="Hvor ved vi det fra"
              hint="Fx: oplyst ved besøg"
              required={false}
              maxLength={500}
            />
            <button type="submit" class="button">
              Gem antal
            </button>
          </details>
        </form>
      )}
      <History firm={firm} />
    </section>
  );
}

/** The numbers the interval leaves open, each a button: settled in one click, as known today. */
export function QuickCounts({ firm }: { firm: Pick<FirmPageProps['firm'], 'headcount'> }) {
  if (!firm.headcount) return null;
  return <CountButtons {...boundsOf(firm.headcount)} />;
}

const MOST_BUTTONS = 6;

interface CountButtonsProps {
  minCount: number | null;
  maxCount: number | null;
  /** in a table: the number alone, and whose it is for those who cannot see the row */
  firmName?: string;
}

export function CountButtons({ minCount, maxCount, firmName }: CountButtonsProps) {
  if (minCount === null || maxCount === null || maxCount - minCount >= MOST_BUTTONS) return null;
  const counts = Array.from({ length: maxCount - minCount + 1 }, (_, index) => minCount + index);
  return (
    <div class={firmName ? 'nowrap' : 'button-row'}>
      {counts.map((count) => (
        <>
          <button
            type="submit"
            class="button button-small"
            name="hurtigt_antal"
            value={count}
            aria-label={firmName && `${count} ansatte hos ${firmName}`}
          >
            {firmName ? count : `${count} ansatte`}
          </button>{' '}
        </>
      ))}
    </div>
  );
}

function History({ firm }: Pick<FirmPageProps, 'firm'>) {
  if (firm.headcounts.length < 2) return null;
  return (
    <details class="more">
      <summary>Tidligere tal</summary>
      <ul class="rows">
        {firm.headcounts
          .slice(-SHOWN_HISTORY)
          .reverse()
          .map((fact) => (
            <li>
              {showFact(fact)}{' '}
              <span class="muted">
                fra {showDate(fact.validFrom)}, {labels.headcountSource[fact.source]}
              </span>
            </li>
          ))}
      </ul>
    </details>
  );
}
