import { paths } from '../paths.ts';
import { ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';

interface NewFirmProps {
  view: View;
  form: FormState;
  /** firms that it may be already */
  known: readonly { pNumber: number; name: string; city: string | null }[];
  /** the P-number itself is taken */
  taken: boolean;
}

export function NewFirmPage({ view, form, known, taken }: NewFirmProps) {
  return (
    <Layout view={view} title="Ny virksomhed">
      <p class="muted">
        Til virksomheder, registret ikke har givet os, fx i en nabokommune. De kan bruges som alle andre; uden
        for kommunen tæller de ikke med i dækningen.
      </p>
      <form class="narrow" method="post" action={paths.newCompany}>
        <FormToken view={view} />
        <ErrorSummary form={form} />
        {known.length > 0 && <Known known={known} taken={taken} />}
        <TextField form={form} name="cvr" label="CVR-nummer" required inputMode="numeric" maxLength={11} />
        <TextField
          form={form}
          name="p_nummer"
          label="P-nummer"
          hint="Ti cifre. Står på virk.dk under produktionsenheder."
          required
          inputMode="numeric"
          maxLength={13}
        />
        <TextField form={form} name="navn" label="Navn" required maxLength={200} />
        <TextField form={form} name="adresse" label="Vej og nummer" required={false} maxLength={200} />
        <TextField
          form={form}
          name="postnr"
          label="Postnummer"
          required={false}
          inputMode="numeric"
          maxLength={4}
        />
        <TextField form={form} name="by" label="By" required={false} maxLength={100} />
        <TextField
          form={form}
          name="kommunekode"
          label="Kommunekode"
          hint="Fx 161 Glostrup, 165 Albertslund, 169 Høje-Taastrup"
          required
          inputMode="numeric"
          maxLength={3}
        />
        <TextField form={form} name="telefon" label="Telefon" type="tel" required={false} inputMode="tel" />
        <TextField form={form} name="mail" label="Mail" type="email" required={false} />
        <div class="button-row">
          <button type="submit" class="button button-primary">
            Opret
          </button>
          <a class="button" href={paths.companies}>
            Fortryd
          </a>
        </div>
      </form>
    </Layout>
  );
}

function Known({ known, taken }: Pick<NewFirmProps, 'known' | 'taken'>) {
  return (
    <div class="note note-warn" role="alert">
      <p>{taken ? 'P-nummeret findes allerede:' : 'Der er allerede arbejdssteder med det CVR-nummer:'}</p>
      <ul>
        {known.map((firm) => (
          <li>
            <a href={paths.company(firm.pNumber)}>{firm.name}</a> {firm.city} ({firm.pNumber})
          </li>
        ))}
      </ul>
      {!taken && (
        <label>
          <input type="checkbox" name="alligevel" value="ja" /> Det er ingen af dem. Opret den alligevel.
        </label>
      )}
    </div>
  );
}
