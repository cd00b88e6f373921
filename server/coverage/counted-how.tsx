import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import type { Coverage } from './queries.ts';
import type { AskedPeriod } from './question.ts';
import { ruleSentence } from './rule-text.ts';
import type { CoverageRule } from './rules.ts';

interface CountedHowProps {
  period: AskedPeriod;
  figures: Coverage;
  rule: CoverageRule;
  sealId: number | undefined;
}

/** Every figure says its rule, its unit and its as-of date. */
export function CountedHow({ period, figures, rule, sealId }: CountedHowProps) {
  return (
    <section class="panel">
      <h2>Sådan er der talt</h2>
      <p>{ruleSentence(rule)}</p>
      <dl class="facts">
        <dt>Regel</dt>
        <dd>
          <RuleLink rule={rule} />
        </dd>
        <dt>Talt</dt>
        <dd>{labels.coverageUnit[figures.unit]}</dd>
        <dt>Periode</dt>
        <dd>
          {showDate(figures.from)}–{showDate(figures.to)}, begge dage med
        </dd>
        <dt>Opgjort pr.</dt>
        <dd>{showDate(period.asOfDate)}: kun det, der var registreret da</dd>
        <dt>Dækningsbevis</dt>
        <dd>
          {sealId === undefined ? (
            <a href={paths.seals}>Perioden er ikke forseglet</a>
          ) : (
            <a href={paths.seal(sealId)}>Forseglet: se beviset</a>
          )}
        </dd>
      </dl>
    </section>
  );
}

export function RuleLink({ rule }: { rule: CoverageRule }) {
  return (
    <>
      <a href={paths.coverageRule(rule.id)}>{rule.version}</a>, i kraft fra {showDate(rule.validFrom)}
    </>
  );
}
