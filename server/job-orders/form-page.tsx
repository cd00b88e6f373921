import { showAddress } from '../companies/firm-columns.tsx';
import { BarMark } from '../companies/marks.tsx';
import { paths } from '../paths.ts';
import { PersonTick } from '../persons/person-tick.tsx';
import { TextTick } from '../text-check/text-tick.tsx';
import { addDays } from '../ui/dates.ts';
import { Choice, ErrorSummary, type FormState, Select, TextArea, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import type { Firm } from './order-firms.ts';
import { LIMITS } from './rules.ts';
import { ORDER_SHIFT_HINT, ShiftFields } from './shift-fields.tsx';

export function ChooseFirmPage({ view, text, firms }: { view: View; text: string; firms: Firm[] }) {
  const form = { values: { q: text }, errors: [] };
  return (
    <Layout view={view} title="Ny jobordre: vælg virksomhed">
      <form class="filters" method="get" action={paths.newJobOrder}>
        <TextField
          form={form}
          name="q"
          label="Navn, P-nummer eller CVR-nummer"
          type="search"
          maxLength={100}
        />
        <button type="submit" class="button button-primary">
          Søg
        </button>
      </form>
      {text !== '' && firms.length === 0 && (
        <p class="empty">Ingen aktive arbejdssteder passer til »{text}«.</p>
      )}
      <ul class="rows">
        {firms.map((firm) => (
          <li>
            <a href={`${paths.newJobOrder}?virksomhed=${firm.pNumber}`}>{firm.name}</a>{' '}
            <BarMark bar={firm.bar} />
            <br />
            <span class="muted">
              {showAddress({ streetAddress: firm.street, postcode: firm.postcode, city: firm.city })} ·{' '}
              <span class="nowrap">P {firm.pNumber}</span>
            </span>
          </li>
        ))}
      </ul>
    </Layout>
  );
}

interface NewOrderProps {
  view: View;
  form: FormState;
  firm: Firm;
  formKey: string;
}

export function NewOrderPage({ view, form, firm, formKey }: NewOrderProps) {
  return (
    <Layout view={view} title="Ny jobordre">
      <p class="lead">
        Til <a href={paths.company(firm.pNumber)}>{firm.name}</a>
      </p>
      <form method="post" action={paths.jobOrders}>
        <FormToken view={view} />
        <input type="hidden" name="virksomhed" value={String(firm.pNumber)} />
        <input type="hidden" name="formularnoegle" value={formKey} />
        {form.values.mulighed && (
          <input type="hidden" name="mulighed" value={[form.values.mulighed].flat()[0]} />
        )}
        <ErrorSummary form={form} />
        <OrderFields form={form} today={view.today} />
        <div class="button-row">
          <button type="submit" class="button button-primary">
            Opret ordre
          </button>
          <a class="button" href={paths.company(firm.pNumber)}>
            Fortryd
          </a>
        </div>
      </form>
    </Layout>
  );
}

interface EditOrderProps {
  view: View;
  form: FormState;
  order: { id: number; title: string; version: number; firmName: string };
}

export function EditOrderPage({ view, form, order }: EditOrderProps) {
  return (
    <Layout view={view} title={`Ret: ${order.title}`}>
      <p class="lead">{order.firmName}</p>
      <form method="post" action={paths.editJobOrder(order.id)}>
        <FormToken view={view} />
        <input type="hidden" name="version" value={String(order.version)} />
        <ErrorSummary form={form} />
        <OrderFields form={form} today={view.today} />
        <div class="button-row">
          <button type="submit" class="button button-primary">
            {form.saved ? 'Gem min tekst alligevel' : 'Gem'}
          </button>
          <a class="button" href={paths.jobOrder(order.id)}>
            Fortryd
          </a>
        </div>
      </form>
    </Layout>
  );
}

/** In place of the form: what a barred firm cannot have is not worth typing. */
export function BarredFirmPage({ view, firm, refusal }: { view: View; firm: Firm; refusal: string }) {
  return (
    <Layout view={view} title="Ny jobordre">
      <p class="lead">
        Til <a href={paths.company(firm.pNumber)}>{firm.name}</a>
      </p>
      <p class="note note-bad">
        ✕ {refusal}{' '}
        {firm.bar !== 'ophoert' && (
          <a href={`${paths.company(firm.pNumber)}#spaerring`}>Se hvorfor, og hvem der kan ophæve det</a>
        )}
      </p>
    </Layout>
  );
}

function OrderFields({ form, today }: { form: FormState; today: string }) {
  return (
    <>
      <h2>Jobbet</h2>
      <Choice form={form} name="type" label="Type" options={choices(labels.orderType)} />
      <Select
        form={form}
        name="formaal"
        label="Formål med praktikken"
        hint="Kun for virksomhedspraktik."
        options={choices(labels.purpose)}
        empty="Intet"
      />
      <TextField form={form} name="titel" label="Titel" required maxLength={LIMITS.title} />
      <TextArea
        form={form}
        name="beskrivelse"
        label="Beskrivelse"
        hint="Opgaver og arbejdsplads. Ingen navne på borgere og ingen CPR-numre."
        rows={6}
        maxLength={LIMITS.description}
        required
      />
      <PersonTick form={form} />
      <TextTick form={form} />
      <div class="fields">
        <TextField form={form} name="antal" label="Antal pladser" type="number" min={1} inputMode="numeric" />
        <TextField
          form={form}
          name="postnummer"
          label="Arbejdsstedets postnummer"
          inputMode="numeric"
          maxLength={4}
        />
      </div>
      <h2>Tid</h2>
      <div class="fields">
        <TextField
          form={form}
          name="timer_min"
          label="Timer om ugen, fra"
          hint="Et småjob er oftest højst 20 timer."
          inputMode="decimal"
          maxLength={6}
        />
        <TextField
          form={form}
          name="timer_max"
          label="Timer om ugen, til"
          hint="Samme tal, hvis timetallet er fast."
          inputMode="decimal"
          maxLength={6}
        />
      </div>
      <Choice form={form} name="arbejdstid" label="Arbejdstid" options={choices(labels.workingTime)} many />
      <Choice
        form={form}
        name="alle_arbejdstider"
        label="Hvis der er flere"
        options={[
          ['nej', 'En af dem er nok'],
          ['ja', 'Alle skal være mulige'],
        ]}
      />
      <ShiftFields form={form} hint={ORDER_SHIFT_HINT} />
      <div class="fields">
        <TextField form={form} name="startdato" label="Start" type="date" />
        <div>
          <TextField form={form} name="frist" label="Frist" type="date" />
          <div class="date-shortcuts">
            {[14, 30, 60].map((days) => (
              <button
                type="button"
                class="button button-small"
                data-date-for="felt-frist"
                data-date={addDays(today, days)}
              >
                Om {days} dage
              </button>
            ))}
          </div>
        </div>
      </div>
      <h2>Krav og ønsker</h2>
      <p class="muted">
        En linje til hvert. Skriv »(kan læres)« sidst på linjen, hvis det kan læres på jobbet. Certifikater og
        kørekort er krav, medmindre linjen slutter med »(ønske)«; sprog er ønsker, medmindre den slutter med
        »(krav)«.
      </p>
      <div class="fields fields-wide">
        <TextArea form={form} name="krav" label="Krav" rows={5} />
        <TextArea form={form} name="oensker" label="Ønsker" rows={5} />
      </div>
      <div class="fields fields-wide">
        <TextArea
          form={form}
          name="certifikater"
          label="Certifikater, der kræves"
          hint="Fx truck B, hygiejnebevis"
          rows={3}
        />
        <TextArea form={form} name="koerekort" label="Kørekort, der kræves" hint="Fx B, C, BE" rows={3} />
        <TextArea form={form} name="sprog" label="Sprog, der ønskes" hint="Fx engelsk, tyrkisk" rows={3} />
      </div>
      <h3>Dansk, mindst</h3>
      <p class="muted">Fx A2, B1, PD2 eller DU3 modul 5. Tomt: intet krav.</p>
      <div class="fields">
        <TextField form={form} name="danskniveau_min" label="I det hele" maxLength={40} />
        <TextField form={form} name="danskniveau_mundtlig_min" label="Mundtligt" maxLength={40} />
        <TextField form={form} name="danskniveau_skriftlig_min" label="Skriftligt" maxLength={40} />
      </div>
      <h2>Virksomheden</h2>
      <Choice form={form} name="kan_tilbyde" label="Kan tilbyde" options={choices(labels.need)} many />
      <Choice
        form={form}
        name="kan_ikke_undgaas"
        label="Kan ikke undgås"
        hint="Vilkår i selve arbejdet, ikke krav til personen. Den, der har brug for det modsatte, bliver ikke foreslået: vælg kun det, som virkelig ikke kan aftales."
        options={choices(labels.condition)}
        many
      />
      <Choice
        form={form}
        name="opfoelgning"
        label="Opfølgning på arbejdspladsen er aftalt"
        options={choices(labels.yesNo)}
      />
      <Choice
        form={form}
        name="ordinaere_timer"
        label="Kan føre til ordinære timer"
        options={choices(labels.yesNo)}
      />
      <TextArea
        form={form}
        name="intern_kommentar"
        label="Intern kommentar"
        hint="Ses af kolleger, aldrig af virksomheden. Ingen CPR-numre."
        rows={3}
        maxLength={LIMITS.internalComment}
        required={false}
      />
    </>
  );
}
