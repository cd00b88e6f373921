import { INFORMED_WAYS } from '../../db/schema/contact-persons.ts';
import { FirmFrame } from '../companies/firm-frame.tsx';
import type { FirmHead } from '../companies/head.ts';
import { paths } from '../paths.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import { ErrorSummary, type FormState, Select, Standing, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { InformForm, PersonLine } from './person-rows.tsx';
import type { ContactPerson, versionsOfPerson } from './queries.ts';
import { PERSON_LIMITS } from './rules.ts';

interface PersonsProps {
  view: View;
  firm: FirmHead;
  persons: readonly ContactPerson[];
  form: FormState;
  formKey: string;
  mayEdit: boolean;
}

export function PersonsPage({ view, firm, persons, form, formKey, mayEdit }: PersonsProps) {
  return (
    <FirmFrame view={view} firm={firm} tab="persons">
      {persons.some(({ informedOn, leftOn }) => informedOn === null && leftOn === null) && (
        <p class="note note-warn">
          ⚠ Nogle er ikke oplyst om, at vi har deres navn og nummer. Sig det senest, første gang I taler
          sammen, og inden en måned (databeskyttelsesforordningen art. 14).
        </p>
      )}
      {persons.length === 0 && <div class="empty">Ingen kontaktpersoner endnu.</div>}
      <ul class="rows">
        {persons.map((person) => (
          <li>
            <div class="row-line">
              <span>
                <PersonLine person={person} />
                {person.lastSpokenTo && (
                  <>
                    <br />
                    <span class="muted">Sidst talt med {showDate(person.lastSpokenTo)}</span>
                  </>
                )}
              </span>
              {mayEdit && (
                <a
                  class="button button-small"
                  href={paths.person(person.id)}
                  aria-label={`Ret ${person.name}`}
                >
                  Ret
                </a>
              )}
            </div>
            {mayEdit && <InformForm view={view} person={person} />}
          </li>
        ))}
      </ul>
      {mayEdit && (
        <form class="narrow" method="post" action={paths.persons(firm.pNumber)}>
          <h2>Ny person</h2>
          <FormToken view={view} />
          <input type="hidden" name="formularnoegle" value={formKey} />
          <ErrorSummary form={form} />
          <PersonFields form={form} today={view.today} />
          <button type="submit" class="button">
            Tilføj person
          </button>
        </form>
      )}
    </FirmFrame>
  );
}

interface PersonProps {
  view: View;
  firm: FirmHead;
  person: ContactPerson;
  versions: ReturnType<typeof versionsOfPerson>;
  form: FormState;
}

export function keptPerson(person: ContactPerson) {
  return {
    navn: person.name,
    rolle: person.role ?? '',
    telefon: person.phone ?? '',
    mail: person.email ?? '',
    forladt: person.leftOn ?? '',
    oplyst: person.informedOn ?? '',
    oplyst_hvordan: person.informedWay ?? '',
  };
}

export function PersonPage({ view, firm, person, versions, form }: PersonProps) {
  return (
    <FirmFrame view={view} firm={firm} tab="persons">
      <div class="columns">
        <form class="narrow" method="post" action={paths.person(person.id)}>
          <h2 class="first">Ret {person.name}</h2>
          <FormToken view={view} />
          <Standing kept={keptPerson(person)} />
          <ErrorSummary form={form} />
          <PersonFields form={form} today={view.today} />
          <TextField
            form={form}
            name="forladt"
            label="Har forladt virksomheden"
            hint="Personen bliver stående i historikken, men foreslås ikke mere."
            type="date"
            required={false}
            max={view.today}
          />
          <div class="button-row">
            <button type="submit" class="button button-primary">
              Gem
            </button>
            <a class="button" href={paths.persons(firm.pNumber)}>
              Fortryd
            </a>
          </div>
        </form>
        <section class="panel">
          <p>
            <a href={paths.personExtract(person.id)}>Indsigt: alt om personen</a>
            <br />
            <a href={paths.personErasure(person.id)}>Slet person</a>
          </p>
          <h2>Tidligere</h2>
          {versions.length < 2 && <p class="muted">Ikke rettet.</p>}
          <ul class="rows">
            {versions.slice(1).map(({ version, recordedByName }) => (
              <li>
                {[version.name, version.role, version.phone, version.email].filter(Boolean).join(' · ')}
                <br />
                <span class="muted">
                  {recordedByName ?? 'Systemet'}, {showInstant(version.recordedAt)}. Gjaldt til{' '}
                  {showInstant(version.supersededAt)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </FirmFrame>
  );
}

function PersonFields({ form, today }: { form: FormState; today: string }) {
  return (
    <>
      <TextField form={form} name="navn" label="Navn" required maxLength={PERSON_LIMITS.name} />
      <TextField
        form={form}
        name="rolle"
        label="Rolle"
        hint="Fx indehaver, lagerchef eller HR"
        required={false}
        maxLength={PERSON_LIMITS.role}
      />
      <TextField form={form} name="telefon" label="Telefon" type="tel" inputMode="tel" required={false} />
      <TextField form={form} name="mail" label="Mail" type="email" required={false} />
      <TextField
        form={form}
        name="oplyst"
        label="Oplyst om, at vi registrerer"
        hint="Dato. Tomt: det mangler, og der står en advarsel, til det er gjort."
        type="date"
        required={false}
        max={today}
      />
      <Select
        form={form}
        name="oplyst_hvordan"
        label="Oplyst hvordan"
        required={false}
        empty="Ikke oplyst"
        options={INFORMED_WAYS.map((way) => [way, labels.informedWay[way]])}
      />
    </>
  );
}
