import { errorOf, type FormState } from '../ui/form.tsx';
import { FormToken } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { LONGEST_LOG_LINE } from './line-form.ts';

interface LineFieldProps {
  view: View;
  form: FormState;
  action: string;
  /** the campaign that one is calling for, to come back to */
  campaign?: string | undefined;
  /** what is replaced when the browser can do it without a new page */
  swaps?: string;
}

/** One line in Danish, typed or dictated, that becomes a contact to confirm. */
export function LineField({ view, form, action, campaign, swaps }: LineFieldProps) {
  const error = errorOf(form, 'linje');
  const typed = form.values.linje;
  const swap = swaps
    ? { 'hx-post': action, 'hx-select': swaps, 'hx-target': swaps, 'hx-swap': 'outerHTML' }
    : {};
  return (
    <form class={error ? 'log-line form-error' : 'log-line'} method="post" action={action} {...swap}>
      <FormToken view={view} />
      {campaign && <input type="hidden" name="kampagne" value={campaign} />}
      <label class="form-label" for="felt-linje">
        Skriv, hvad der skete
      </label>
      <span class="form-hint" id="hjaelp-linje">
        Fx: besøgte VVS-firmaet i går, 2 småjob 10 t/uge på lageret, ring om 14 dage
      </span>
      {error && (
        <span class="form-error-message" id="fejl-linje">
          <span class="sr-only">Fejl: </span>
          {error}
        </span>
      )}
      <div class="log-line-row">
        <input
          class="form-input"
          id="felt-linje"
          name="linje"
          type="text"
          value={typeof typed === 'string' ? typed : ''}
          maxLength={LONGEST_LOG_LINE}
          autocomplete="off"
          data-focus={error ? '' : undefined}
          aria-describedby={error ? 'hjaelp-linje fejl-linje' : 'hjaelp-linje'}
          aria-invalid={error ? 'true' : undefined}
        />
        <button type="submit" class="button button-secondary">
          Læs
        </button>
      </div>
    </form>
  );
}
