import { paths } from '../paths.ts';
import { Choice, ErrorSummary, type FormState, Select, Standing, TextArea, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { DANISH_LEVELS } from './queries.ts';

const UNREPORTED: [string, string][] = [
  ['ude', 'Ude: de tæller ikke med'],
  ['inde', 'Inde: de tæller som over grænsen'],
  ['uafklaret', 'Uafklarede: de udvider spændet'],
];

const UNITS: [string, string][] = [
  ['p', 'Et arbejdssted (P-nummer)'],
  ['cvr', 'En virksomhed (CVR-nummer) med sine arbejdssteder i kommunen'],
];

interface SettingsProps {
  view: View;
  form: FormState;
  kept: FormState['values'];
}

export function SettingsPage({ view, form, kept }: SettingsProps) {
  return (
    <Layout view={view} title="Indstillinger">
      <form class="narrow" method="post" action={paths.settings}>
        <FormToken view={view} />
        <Standing kept={kept} />
        <ErrorSummary form={form} />
        <TextField
          form={form}
          name="enhed"
          label="Enhedens navn"
          hint="Står øverst på alle sider."
          required
          maxLength={60}
        />
        <TextField form={form} name="kommune" label="Kommunens navn" required maxLength={60} />
        <TextField
          form={form}
          name="kommunekode"
          label="Kommunekode"
          hint="Virksomheder i denne kommune indgår i dækningen."
          required
          inputMode="numeric"
          maxLength={3}
        />
        <Select
          form={form}
          name="uoplyst"
          label="Virksomheder uden noget ansattetal"
          hint="I CVR er de fleste uden ansatte. De vises altid for sig."
          options={UNREPORTED}
        />
        <Select
          form={form}
          name="enhedstype"
          label="En virksomhed i dækningen er"
          hint="Dækningen kan altid vises på den anden måde; dette er den, den åbner med, og den et kvartal forsegles med."
          options={UNITS}
        />
        <TextField
          form={form}
          name="planperiode"
          label="Planperiodens navn"
          hint="Dækningen opgøres både i kvartalet og siden planperiodens første dag."
          required
          maxLength={60}
        />
        <TextField form={form} name="planstart" label="Planperiodens første dag" type="date" required />
        <TextField
          form={form}
          name="varsel_dage"
          label="Varsel før en aftale udløber"
          hint="Så mange dage før står den på den ansvarliges Min dag."
          required
          inputMode="numeric"
          maxLength={3}
        />
        <TextField
          form={form}
          name="kontaktfred"
          label="Kontaktfred, dage"
          hint="Har en kollega haft kontakt med virksomheden inden for så mange dage, vises det, før man kontakter den. 0: vis det aldrig."
          required
          inputMode="numeric"
          maxLength={2}
        />
        <TextField
          form={form}
          name="kontor"
          label="Kontorets adresse"
          hint="Her begynder dagens ruter, fx Vejnavn 1, 2620 Albertslund. Tomt: konsulenten vælger selv."
          maxLength={160}
        />
        <TextArea
          form={form}
          name="temaer"
          label="Temaer"
          hint="Hvad en kontakt kan handle om, et ord pr. linje. Et ord, der tages af, kan ikke vælges mere; gamle kontakter beholder det."
          rows={5}
          required={false}
        />
        <TextArea
          form={form}
          name="tilbud"
          label="Tilbud, man fortæller om"
          hint="Et pr. linje."
          rows={8}
          required={false}
        />
        <h2>Forløb</h2>
        <input type="hidden" name="forloebstyper" value="ja" />
        <TextField
          form={form}
          name="fuldtid"
          label="Timer om ugen på fuld tid"
          hint="To forløb på fuld tid kan ikke løbe samtidig, og flere uden kendte tider ikke over det timetal."
          required
          inputMode="decimal"
          maxLength={5}
        />
        <TextField
          form={form}
          name="forloeb_varsel_dage"
          label="Varsel før et forløb udløber, dage"
          required
          inputMode="numeric"
          maxLength={3}
        />
        <Choice
          form={form}
          name="underskrives"
          label="Kræver underskrift før start"
          hint="Af arbejdsgiver og medarbejderrepræsentant (BEK § 65 stk. 6)."
          options={choices(labels.orderType)}
          many
        />
        <Choice
          form={form}
          name="godkendes"
          label="Kræver en kollegas godkendelse"
          hint="Ingen godkender sit eget."
          options={choices(labels.orderType)}
          many
        />
        <h2>Opgørelser</h2>
        <TextField
          form={form}
          name="pris_alder"
          label="Virksomhedspris: en ung er under, år"
          required
          inputMode="numeric"
          maxLength={2}
        />
        <Select
          form={form}
          name="pris_dansk"
          label="Virksomhedspris: dansk mangler under"
          options={DANISH_LEVELS.map((level): [string, string] => [level, level])}
        />
        <TextField
          form={form}
          name="mindste_tal"
          label="Mindste tal i opgørelser af grupper"
          hint="Mindre tal skjules, så ingen kan kendes. Mindst 3."
          required
          inputMode="numeric"
          maxLength={3}
        />
        <h2>Matchkørsler</h2>
        <TextField
          form={form}
          name="koersler_dage"
          label="Kørslers lister og log gemmes, dage"
          hint="Mindst 184: et halvt år (AI-forordningen art. 26). Kørslens egen række med udgaver bliver."
          required
          inputMode="numeric"
          maxLength={4}
        />
        <h2>Log ind</h2>
        <input type="hidden" name="rolleliste" value="ja" />
        <Choice
          form={form}
          name="engangskoder"
          label="Roller, der skal bruge engangskode"
          hint="Gælder login med brugernavn og adgangskode. Kommunens eget login spørger selv."
          options={choices(labels.role)}
          many
        />
        <button type="submit" class="button button-primary">
          Gem
        </button>
      </form>
    </Layout>
  );
}
