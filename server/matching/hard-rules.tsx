import type { ExclusionReason, MatchOrder } from '../../workers/matching/types.ts';
import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { showHours } from '../ui/hours.ts';
import { labels } from '../ui/labels.ts';
import { showNumber } from '../ui/table.tsx';
import { EXCLUSIONS } from './reasons.tsx';

interface HardRulesProps {
  matchOrder: MatchOrder;
  excludedCounts: Record<ExclusionReason, number>;
}

/** What no candidate may break, and how many citizens each rule keeps out. */
export function HardRules({ matchOrder, excludedCounts }: HardRulesProps) {
  const demands = hardDemands(matchOrder);
  const reasons = (Object.keys(EXCLUSIONS) as ExclusionReason[]).filter(
    (reason) => demands[reason] || excludedCounts[reason] > 0,
  );
  return (
    <section class="panel" aria-labelledby="ufravigeligt">
      <h2 id="ufravigeligt">Det, ingen på listen bryder</h2>
      <ul class="rows">
        {reasons.map((reason) => (
          <li class="row-line">
            <span>
              <strong>{EXCLUSIONS[reason].label}</strong>
              {demands[reason] ? `: ${demands[reason]}` : ''}
            </span>
            {excludedCounts[reason] > 0 ? (
              <a class="nowrap" href={`${paths.excluded(matchOrder.id)}?grund=${reason}`}>
                {showNumber(excludedCounts[reason])} sorteret fra
              </a>
            ) : (
              <span class="muted nowrap">ingen</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the order demands, rule by rule, in words; a rule that it does not set is blank. */
export function hardDemands(order: MatchOrder): Partial<Record<ExclusionReason, string>> {
  const texts = (kind: 'koerekort' | 'certifikat') =>
    order.requirements
      .filter((requirement) => requirement.kind === kind && !requirement.kanLaeres)
      .map((requirement) => requirement.text)
      .join(', ');
  const danish = [
    order.danishMin && `mindst ${order.danishMin}`,
    order.danishOralMin && `mundtligt mindst ${order.danishOralMin}`,
    order.danishWrittenMin && `skriftligt mindst ${order.danishWrittenMin}`,
  ].filter(Boolean);
  const times = order.workingTimes.map((time) => labels.workingTime[time].toLowerCase());
  const hours = showHours(order.hoursMin, order.hoursMax);
  return {
    koerekort: texts('koerekort'),
    certifikat: texts('certifikat'),
    danskniveau: danish.join(', '),
    timer: hours ? `${hours} om ugen` : '',
    arbejdstid: times.join(order.allWorkingTimes ? ' og ' : ' eller '),
    startdato: order.startDate ? `senest ${showDate(order.startDate)}` : '',
    maalgruppe: labels.orderType[order.type].toLowerCase(),
    vilkaar: order.unavoidable.map((need) => labels.condition[need].toLowerCase()).join(', '),
    virksomhed: order.firmBar ? labels.firmBar[order.firmBar].toLowerCase() : '',
  };
}
