import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { ErrorSummary, errorOf, type FormState, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { type ColumnMapping, type FileColumn, type KindColumns, missingFields } from './columns.ts';
import type { RememberedMapping } from './mappings.ts';
import type { Upload } from './uploads.ts';

interface ColumnsProps {
  view: View;
  upload: Upload;
  columns: readonly FileColumn[];
  kind: KindColumns;
  mapping: ColumnMapping;
  chosen: RememberedMapping | undefined;
  named: readonly RememberedMapping[];
  form: FormState;
}

/** The file's columns beside our fields: a guess, or the choice of last time, to look at and change. */
export function ColumnsPage({ view, upload, columns, kind, mapping, chosen, named, form }: ColumnsProps) {
  const missing = missingFields(kind, mapping);
  return (
    <Layout view={view} title={`Kolonner: ${upload.fileName}`}>
      <p>
        {labels.importKind[upload.kind]}. Sig, hvad hver kolonne i filen er. Felter med * skal have en
        kolonne. Intet gemmes, før du har set, hvad filen ville ændre.
      </p>
      <Origin view={view} upload={upload} chosen={chosen} />
      <Named upload={upload} chosen={chosen} named={named} />
      {missing.length > 0 && form.errors.length === 0 && (
        <p class="note note-warn">
          Mangler en kolonne: <strong>{missing.join(', ')}</strong>
        </p>
      )}
      <form method="post" action={paths.uploadColumns(upload.id)}>
        <FormToken view={view} />
        <ErrorSummary form={form} />
        <Table
          caption="Filens kolonner og vores felter"
          url=""
          rows={columns.map((column, at) => ({ ...column, at }))}
          empty="Filen har ingen kolonner."
          columns={[
            { head: 'Kolonne i filen', cell: (row) => <strong>{row.heading}</strong> },
            { head: 'De første værdier', cell: (row) => <Samples samples={row.samples} /> },
            {
              head: 'Felt hos os',
              cell: (row) => <FieldChoice row={row} kind={kind} field={mapping[row.key] ?? ''} form={form} />,
            },
          ]}
        />
        <TextField
          form={form}
          name="navn"
          label="Gem valget under et navn"
          hint="Så kan det bruges til lister med andre overskrifter. Til en liste med netop disse huskes det altid."
          required={false}
          maxLength={80}
        />
        <div class="button-row">
          <button type="submit" class="button button-primary">
            Se, hvad filen ville ændre
          </button>
          <button type="submit" class="button" form="opgiv">
            Fortryd
          </button>
        </div>
      </form>
      <form id="opgiv" method="post" action={paths.uploadGivenUp(upload.id)}>
        <FormToken view={view} />
      </form>
    </Layout>
  );
}

function Origin({ view, upload, chosen }: Pick<ColumnsProps, 'view' | 'upload' | 'chosen'>) {
  if (!chosen) return <p class="note">Felterne er gættet efter overskrifterne. Se dem igennem.</p>;
  const { id, name, usedAt } = chosen;
  return (
    <div class="note row-line">
      <span>
        {name ? `Valget »${name}«, brugt ` : 'Samme valg som sidst, '}
        {showInstant(usedAt)}.
      </span>
      <form method="post" action={paths.mappingForgotten(id)}>
        <FormToken view={view} />
        <input type="hidden" name="fil" value={upload.id} />
        <button type="submit" class="link-button">
          Glem valget
        </button>
      </form>
    </div>
  );
}

/** Only where there is another one to choose. */
function Named({ upload, chosen, named }: Pick<ColumnsProps, 'upload' | 'chosen' | 'named'>) {
  const others = named.filter(({ id }) => id !== chosen?.id);
  if (others.length === 0) return null;
  return (
    <p>
      Brug et gemt valg i stedet:{' '}
      {others.map(({ id, name }, at) => (
        <>
          {at > 0 && ' · '}
          <a href={`${paths.uploadColumns(upload.id)}?valg=${id}`}>{name}</a>
        </>
      ))}
    </p>
  );
}

function Samples({ samples }: { samples: readonly string[] }) {
  return (
    <span class="import-samples">
      {samples.map((sample) => (
        <span>{sample || '–'}</span>
      ))}
    </span>
  );
}

interface FieldChoiceProps {
  row: FileColumn & { at: number };
  kind: KindColumns;
  field: string;
  form: FormState;
}

function FieldChoice({ row, kind, field, form }: FieldChoiceProps) {
  const name = `kolonne_${row.at}`;
  const error = errorOf(form, name);
  return (
    <>
      <select
        class="form-select"
        id={`felt-${name}`}
        name={name}
        aria-label={`Felt for kolonnen ${row.heading}`}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={error ? `fejl-${name}` : undefined}
      >
        <option value="" selected={field === ''}>
          Ignoreres
        </option>
        {kind.columns.map((column) => (
          <option value={column} selected={column === field}>
            {kind.required.includes(column) ? `${column} *` : column}
          </option>
        ))}
      </select>
      {error && (
        <span class="form-error-message" id={`fejl-${name}`}>
          <span class="sr-only">Fejl: </span>
          {error}
        </span>
      )}
    </>
  );
}
