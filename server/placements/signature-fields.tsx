import { Choice, type FormState, TextField } from '../ui/form.tsx';
import { PLACEMENT_LIMITS } from './draft.ts';

/** Employer and employee representative (BEK § 65 stk. 6). */
export function SignatureFields({ form }: { form: FormState }) {
  return (
    <>
      <div class="fields">
        <TextField
          form={form}
          name="arbejdsgiver_underskrev"
          label="Arbejdsgiveren skrev under"
          type="date"
        />
        <TextField
          form={form}
          name="repraesentant"
          label="Medarbejderrepræsentant"
          maxLength={PLACEMENT_LIMITS.name}
          required={false}
        />
        <TextField
          form={form}
          name="repraesentant_underskrev"
          label="Repræsentanten skrev under"
          type="date"
        />
      </div>
      <Choice
        form={form}
        name="ingen_repraesentant"
        label="Uden repræsentant"
        options={[['ja', 'Ingen repræsenterer medarbejderne: arbejdsgiveren skriver under alene']]}
        many
      />
    </>
  );
}
