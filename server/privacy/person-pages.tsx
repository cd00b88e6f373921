import { FirmFrame } from '../companies/firm-frame.tsx';
import type { FirmHead } from '../companies/head.ts';
import { paths } from '../paths.ts';
import { ErrorSummary, type FormState } from '../ui/form.tsx';
import { FormToken } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { ConfirmFields } from './confirm-fields.tsx';
import type { Mentions } from './mentions.ts';
import { NamesElsewhere } from './names-elsewhere.tsx';

interface PersonErasureProps {
  view: View;
  firm: FirmHead;
  person: { id: number; name: string };
  mentions: Mentions;
  form: FormState;
}

export function PersonErasurePage({ view, firm, person, mentions, form }: PersonErasureProps) {
  return (
    <FirmFrame view={view} firm={firm} tab="persons">
      <h2 class="first">Slet {person.name}</h2>
      <p class="note note-warn">
        ⚠ Det kan ikke fortrydes. Navn, rolle, telefon og mail slettes, også fra tidligere udgaver. Samtalerne
        bliver og tæller stadig, men uden navnet.
      </p>
      <NamesElsewhere mentions={mentions} />
      <form class="narrow" method="post" action={paths.personErasure(person.id)}>
        <FormToken view={view} />
        <ErrorSummary form={form} />
        <ConfirmFields form={form} />
        <div class="button-row">
          <button type="submit" class="button button-primary">
            Slet person
          </button>
          <a class="button" href={paths.person(person.id)}>
            Fortryd
          </a>
        </div>
      </form>
    </FirmFrame>
  );
}
