import { Choice, type FormState, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { CHOSEN_REASONS } from './erasure-form.ts';

/** Why, and the word that shows that it is meant. */
export function ConfirmFields({ form }: { form: FormState }) {
  return (
    <>
      <Choice
        form={form}
        name="grund"
        label="Hvorfor slettes der?"
        options={CHOSEN_REASONS.map((reason) => [reason, labels.erasureReason[reason]])}
      />
      <TextField
        form={form}
        name="bekraeft"
        label="Skriv SLET for at bekræfte"
        autocomplete="off"
        maxLength={10}
        required
      />
    </>
  );
}
