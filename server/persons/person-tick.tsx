import { Choice, errorOf, type FormState } from '../ui/form.tsx';
import { TICK } from './person-check.ts';

/** Stands there only when the text has something that may tell of a citizen, and until it is saved. */
export function PersonTick({ form }: { form: FormState }) {
  if (!errorOf(form, TICK) && !form.values[TICK]) return null;
  return (
    <Choice
      form={form}
      name={TICK}
      label="Ingen personoplysninger"
      many
      options={[['ja', 'Teksten fortæller intet om en borger']]}
    />
  );
}
