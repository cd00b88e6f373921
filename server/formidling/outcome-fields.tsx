import { FORMIDLING_ENDS } from '../../db/schema/formidling.ts';
import { EMPTY_FORM, type FormState, Select, TextArea } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { COMMENT_LIMIT } from './rules.ts';

/** Why, and what there is to say about it: the same question for one card and for many. */
export function OutcomeFields({ form = EMPTY_FORM }: { form?: FormState }) {
  return (
    <>
      <Select
        form={form}
        name="grund"
        label="Hvorfor blev der ikke noget af det?"
        options={FORMIDLING_ENDS.map((ended) => [ended, labels.formidlingEnd[ended]])}
        empty="Vælg"
        required
      />
      <TextArea
        form={form}
        name="kommentar"
        label="Kommentar"
        hint="Skal skrives ved »Andet«. Ingen CPR-numre, intet om helbred."
        rows={2}
        maxLength={COMMENT_LIMIT}
        required={false}
      />
    </>
  );
}
