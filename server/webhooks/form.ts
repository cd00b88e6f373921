import { WEBHOOK_SUBJECTS } from '../../db/schema/webhooks.ts';
import { cprErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { type Fields, oneOf, textOf } from '../ui/fields.ts';
import type { NewWebhook } from './subscriptions.ts';
import { allowedUrl, TargetRefused, type WebhookTargets } from './targets.ts';

const LONGEST_URL = 500;

/** What an administrator types about a webhook; an error per field in Danish. */
export function readWebhookForm(
  fields: Fields,
  targets: WebhookTargets,
): { webhook: NewWebhook; errors: FieldError[] } {
  const name = textOf(fields, 'navn').normalize('NFC');
  const typed = textOf(fields, 'adresse');
  const chosen = [fields.emner ?? []].flat();
  const errors: FieldError[] = [];
  if (name.length < 2 || name.length > 100)
    errors.push({ field: 'navn', reason: 'Skriv et navn på 2–100 tegn.' });
  const url = typed.length > LONGEST_URL ? undefined : readUrl(typed, targets);
  if (!url)
    errors.push({
      field: 'adresse',
      reason: 'Adressen er ikke tilladt. Driften skriver tilladte modtagere i WEBHOOK_TARGETS.',
    });
  if (chosen.length === 0 || !chosen.every((one) => oneOf(WEBHOOK_SUBJECTS, one)))
    errors.push({ field: 'emner', reason: 'Vælg mindst ét emne.' });
  errors.push(...cprErrors('navn', name), ...cprErrors('adresse', typed));
  const subjects = WEBHOOK_SUBJECTS.filter((subject) => chosen.includes(subject));
  return { webhook: { name, url: url ?? typed, subjects }, errors };
}

function readUrl(typed: string, targets: WebhookTargets): string | undefined {
  try {
    return allowedUrl(typed, targets).href;
  } catch (error) {
    if (error instanceof TargetRefused) return undefined;
    throw error;
  }
}
