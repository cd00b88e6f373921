import { Choice, errorOf, type FormState } from '../ui/form.tsx';
import { TEXT_TICK } from './check.ts';

/** Stands there only when words of the text were asked about, and until it is saved. */
export function TextTick({ form }: { form: FormState }) {
  if (!errorOf(form, TEXT_TICK) && !form.values[TEXT_TICK]) return null;
  return (
    <Choice
      form={form}
      name={TEXT_TICK}
      label="Teksten er set efter"
      many
      options={[['ja', 'Ordene er ikke krav til personen, eller loven tillader dem']]}
    />
  );
}
