import { OWN_FIELDS, type OwnField } from '../../db/schema/firm-work.ts';
import { showAddress } from '../companies/firm-columns.tsx';
import type { PUnitDetail } from '../companies/queries.ts';
import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { Paging, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { currentValue } from './merge.ts';
import type { belongingsOf, Likeness, likelyDuplicates, standingMerges } from './merge-queries.ts';

const REASONS: Record<Likeness['reason'], string> = {
  samme_navn_og_adresse: 'Samme navn og adresse',
  samme_cvr_og_adresse: 'Samme CVR og adresse, næsten samme navn',
  samme_cvr_i_haanden: 'Samme CVR og postnummer, den ene oprettet i hånden',
};

interface DuplicatesProps {
  view: View;
  found: ReturnType<typeof likelyDuplicates> & { page: number; pageSize: number };
  merges: ReturnType<typeof standingMerges>;
  mayMerge: boolean;
}

export function DuplicatesPage({ view, found, merges, mayMerge }: DuplicatesProps) {
  return (
    <Layout view={view} title="Mulige dubletter" aside={<a href={paths.companies}>Til virksomhederne</a>}>
      <p class="muted">
        To arbejdssteder, der kan være det samme. Tomme felter tæller aldrig som ens. Kig, før du lægger
        sammen; det kan fortrydes.
      </p>
      <Table
        caption="Mulige dubletter"
        url={view.url}
        rows={found.rows}
        empty="Ingen arbejdssteder ligner hinanden."
        columns={[
          { head: 'Den ene', cell: (row) => <a href={paths.company(row.first)}>{row.firstName}</a> },
          { head: 'Den anden', cell: (row) => <a href={paths.company(row.second)}>{row.secondName}</a> },
          { head: 'Adresse', cell: (row) => row.address ?? '–' },
          { head: 'Hvorfor', cell: (row) => REASONS[row.reason] },
          {
            head: '',
            cell: (row) =>
              mayMerge && (
                <span class="row-actions">
                  <a class="button button-small" href={paths.merge(row.first, row.second)}>
                    Læg sammen …
                  </a>
                  <KeepApart view={view} row={row} />
                </span>
              ),
          },
        ]}
      />
      <Paging url={view.url} page={found.page} pageSize={found.pageSize} total={found.total} />
      {merges.length > 0 && (
        <>
          <h2>Lagt sammen</h2>
          <ul class="rows">
            {merges.map((merge) => (
              <li class="row-line">
                <span>
                  {merge.mergedName} ({merge.mergedPNumber}) er lagt sammen med{' '}
                  <a href={paths.company(merge.keptPNumber)}>{merge.keptName}</a>{' '}
                  <span class="muted">
                    {merge.byName}, {showInstant(merge.mergedAt)}
                  </span>
                </span>
                {mayMerge && (
                  <form method="post" action={paths.mergeUndone(merge.id)}>
                    <FormToken view={view} />
                    <button
                      type="submit"
                      class="button button-small"
                      aria-label={`Fortryd: ${merge.mergedName}`}
                    >
                      Fortryd
                    </button>
                  </form>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Layout>
  );
}

function KeepApart({ view, row }: { view: View; row: Likeness }) {
  return (
    <form method="post" action={paths.keptApart}>
      <FormToken view={view} />
      <input type="hidden" name="den_ene" value={row.first} />
      <input type="hidden" name="den_anden" value={row.second} />
      <button
        type="submit"
        class="button button-small"
        aria-label={`Hold adskilt: ${row.firstName} og ${row.secondName}`}
      >
        Hold adskilt
      </button>
    </form>
  );
}

interface MergeProps {
  view: View;
  kept: PUnitDetail;
  merged: PUnitDetail;
  belongings: ReturnType<typeof belongingsOf>;
  refusal: string | null;
}

/** What will happen, before it does: which one stays, what moves, and whose value is kept where they differ. */
export function MergePage({ view, kept, merged, belongings, refusal }: MergeProps) {
  return (
    <Layout view={view} title="Læg to sammen" aside={<a href={paths.duplicates}>Mulige dubletter</a>}>
      <p>
        <strong>{kept.name}</strong> ({kept.pNumber}) bliver stående. <strong>{merged.name}</strong> (
        {merged.pNumber}) skjules, og dens nummer fører hertil.{' '}
        <a href={paths.merge(merged.pNumber, kept.pNumber)}>Byt om</a>
      </p>
      {refusal && <p class="note note-bad">✕ {refusal}</p>}
      <h2>Det, der flytter med</h2>
      <ul>
        {Object.entries(belongings).map(([what, rows]) => (
          <li>
            {BELONGINGS[what as keyof typeof belongings]}: {showNumber(rows)}
          </li>
        ))}
      </ul>
      <form method="post" action={paths.merge(kept.pNumber, merged.pNumber)}>
        <FormToken view={view} />
        <h2>Hvilke oplysninger gælder bagefter</h2>
        {OWN_FIELDS.map((field) => (
          <FieldChoice field={field} kept={kept} merged={merged} />
        ))}
        <OwnerChoice kept={kept} merged={merged} />
        <div class="button-row">
          <button type="submit" class="button button-primary" disabled={refusal !== null}>
            Læg sammen
          </button>
          <a class="button" href={paths.duplicates}>
            Fortryd
          </a>
        </div>
        <p class="muted">Kan fortrydes bagefter: så står begge igen, som de gjorde.</p>
      </form>
    </Layout>
  );
}

const BELONGINGS: Record<keyof ReturnType<typeof belongingsOf>, string> = {
  kontakter: 'Kontakter',
  jobordrer: 'Jobordrer',
  forloeb: 'Forløb',
  personer: 'Personer',
  aftaler: 'Aftaler, planer og tilstande',
  ansattetal: 'Ansattetal, som er oplyst til os',
  aarsvaerk: 'Måneder med ordinære årsværk (den, der bliver stående, beholder sine egne)',
  spaerringer: 'Spærringer',
  kampagner: 'Kampagner, den står på listen til',
  tilknytninger: 'Stedfortrædere, følgere og team',
};

function FieldChoice({ field, kept, merged }: { field: OwnField; kept: PUnitDetail; merged: PUnitDetail }) {
  const [one, other] = [currentValue(kept, field), currentValue(merged, field)];
  if (one === other || other === null) return null;
  return (
    <fieldset class="choice">
      <legend class="form-label">{labels.ownField[field]}</legend>
      <div class="choice-buttons">
        <label>
          <input type="radio" name={`valg_${field}`} value="beholdt" checked={one !== null} />
          <span>{one ?? 'Ingen'}</span>
        </label>
        <label>
          <input type="radio" name={`valg_${field}`} value="lagt_ind" checked={one === null} />
          <span>{other}</span>
        </label>
      </div>
    </fieldset>
  );
}

function OwnerChoice({ kept, merged }: Pick<MergeProps, 'kept' | 'merged'>) {
  return (
    <>
      {kept.ownerUserId !== merged.ownerUserId && (
        <fieldset class="choice">
          <legend class="form-label">Ansvarlig</legend>
          <div class="choice-buttons">
            <label>
              <input type="radio" name="valg_ansvarlig" value="beholdt" checked={kept.ownerUserId !== null} />
              <span>{kept.ownerName ?? 'Ingen'}</span>
            </label>
            <label>
              <input
                type="radio"
                name="valg_ansvarlig"
                value="lagt_ind"
                checked={kept.ownerUserId === null}
              />
              <span>{merged.ownerName ?? 'Ingen'}</span>
            </label>
          </div>
        </fieldset>
      )}
      <p class="muted">
        Adressen er registrets: {showAddress(kept)}. Den anden: {showAddress(merged)}.
      </p>
    </>
  );
}
