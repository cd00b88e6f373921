import type { CitizenDetails } from '../citizens/queries.ts';
import { nameOrKey } from '../citizens/rules.ts';
import { paths } from '../paths.ts';
import { showDate, showDistance } from '../ui/dates.ts';
import { ErrorSummary, type FormState, Select, TextArea, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { mayExtend, type OpenRequest, type RightsRequest } from './requests.ts';

/** The work list: what must be answered, the nearest deadline first. */
export function RequestListPage({ view, rows }: { view: View; rows: readonly OpenRequest[] }) {
  return (
    <Layout view={view} title="Henvendelser om rettigheder">
      <p class="muted">
        En henvendelse besvares uden unødig forsinkelse og senest efter en måned (databeskyttelsesforordningen
        art. 12). Opret en ny på borgerens side.
      </p>
      <Table
        caption="Henvendelser, der venter på svar"
        url={view.url}
        rows={rows}
        empty="Ingen venter på svar."
        columns={[
          {
            head: 'Svar senest',
            cell: ({ request }) => <Deadline dueOn={request.dueOn} today={view.today} />,
          },
          { head: 'Beder om', cell: ({ request }) => labels.requestKind[request.kind] },
          { head: 'Borger', cell: (row) => <a href={paths.citizenRequests(row.id)}>{nameOrKey(row)}</a> },
          { head: 'Modtaget', cell: ({ request }) => showDate(request.receivedOn) },
        ]}
      />
    </Layout>
  );
}

const SOON_DAYS = 7;

function Deadline({ dueOn, today }: { dueOn: string; today: string }) {
  const days = Math.round((Date.parse(dueOn) - Date.parse(today)) / 86_400_000);
  const [look, sign] = days < 0 ? ['mark-bad', '✕ '] : days <= SOON_DAYS ? ['mark-warn', '⚠ '] : ['', ''];
  return (
    <>
      {showDate(dueOn)}{' '}
      <span class={`mark ${look}`}>
        <span aria-hidden="true">{sign}</span>
        {days < 0 ? 'overskredet ' : ''}
        {showDistance(dueOn, today)}
      </span>
    </>
  );
}

interface RequestsPageProps {
  view: View;
  citizen: CitizenDetails['citizen'];
  rows: readonly RightsRequest[];
  added: FormState;
  /** the answer that was refused; undefined: none was */
  answered: FormState | undefined;
  formKey: string;
}

export function RequestsPage({ view, citizen, rows, added, answered, formKey }: RequestsPageProps) {
  const open = rows.filter(({ closedOn }) => closedOn === null);
  const closed = rows.filter(({ closedOn }) => closedOn !== null);
  return (
    <Layout
      view={view}
      title={`Henvendelser: ${nameOrKey(citizen)}`}
      aside={
        <a class="button" href={paths.citizen(citizen.id)}>
          Til borgeren
        </a>
      }
    >
      <div class="columns">
        <div>
          {open.length === 0 && <p class="empty">Ingen venter på svar.</p>}
          {open.map((request) => (
            <Open view={view} request={request} refused={answered} />
          ))}
          {closed.length > 0 && (
            <section>
              <h2>Besvaret</h2>
              <ul class="rows">
                {closed.map((request) => (
                  <li>
                    <strong>{labels.requestKind[request.kind]}</strong>{' '}
                    <span class="mark">{request.outcome && labels.requestOutcome[request.outcome]}</span>
                    <br />
                    <span class="muted">
                      Modtaget {showDate(request.receivedOn)}, besvaret {showDate(request.closedOn)}
                    </span>
                    {request.reason && <p>{request.reason}</p>}
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
        <form class="panel" method="post" action={paths.citizenRequests(citizen.id)}>
          <h2>Ny henvendelse</h2>
          <FormToken view={view} />
          <input type="hidden" name="formularnoegle" value={formKey} />
          <ErrorSummary form={added} />
          <Select
            form={added}
            name="slags"
            label="Hvad beder borgeren om?"
            options={choices(labels.requestKind)}
            empty="Vælg"
            required
          />
          <TextField form={added} name="modtaget" label="Modtaget" type="date" max={view.today} required />
          <button type="submit" class="button">
            Opret
          </button>
        </form>
      </div>
    </Layout>
  );
}

interface OpenProps {
  view: View;
  request: RightsRequest;
  refused: FormState | undefined;
}

function Open({ view, request, refused }: OpenProps) {
  const of = `h${request.id}`;
  const form = refused?.of === of ? refused : { values: {}, errors: [], of };
  return (
    <section class="panel">
      <h2>{labels.requestKind[request.kind]}</h2>
      <p>
        Svar senest <Deadline dueOn={request.dueOn} today={view.today} />
        <br />
        <span class="muted">
          Modtaget {showDate(request.receivedOn)}
          {request.extendedReason && `. Fristen er forlænget: ${request.extendedReason}`}
        </span>
      </p>
      <form method="post" action={paths.citizenRequestAnswer(request.citizenId, request.id)}>
        <FormToken view={view} />
        <ErrorSummary form={form} />
        <Select
          form={form}
          name="svar"
          label="Svaret blev"
          options={choices(labels.requestOutcome)}
          empty="Vælg"
          required
        />
        <TextArea
          form={form}
          name="begrundelse"
          label="Begrundelse"
          hint="Skal skrives ved afslag, og når fristen forlænges. Borgeren får den at se."
          rows={3}
          maxLength={1000}
          required={false}
        />
        <div class="button-row">
          <button type="submit" class="button button-primary">
            Gem svar
          </button>
          {mayExtend(request, view.today) && (
            <button
              type="submit"
              class="button"
              formNoValidate
              formAction={paths.citizenRequestExtension(request.citizenId, request.id)}
            >
              Forlæng fristen to måneder
            </button>
          )}
        </div>
      </form>
    </section>
  );
}
