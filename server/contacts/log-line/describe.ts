import { showHours } from '../../ui/hours.ts';
import { labels } from '../../ui/labels.ts';
import type { LoggedOrder } from './orders.ts';

/** "2 × småjob, lageret, 10 timer" */
export function describeOrder({ type, count, hours_min, hours_max, title_hint }: LoggedOrder): string {
  const hours = showHours(hours_min, hours_max);
  const what = [type && orderTypeName(type).toLowerCase(), title_hint, hours && `${hours} timer`]
    .filter(Boolean)
    .join(', ');
  return `${count === null ? '' : `${count} × `}${what || 'plads'}`;
}

function orderTypeName(type: NonNullable<LoggedOrder['type']>): string {
  return type === 'loentilskud' ? labels.topic.loentilskud : labels.orderType[type];
}
