import type { CitizenDetails } from '../citizens/queries.ts';
import { nameOrKey } from '../citizens/rules.ts';
import { paths } from '../paths.ts';
import { ErrorSummary, type FormState } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { ConfirmFields } from './confirm-fields.tsx';
import type { Hindrance } from './erase.ts';
import type { Mentions } from './mentions.ts';
import { NamesElsewhere } from './names-elsewhere.tsx';
import type { Going } from './what-goes.ts';

interface ErasurePageProps {
  view: View;
  citizen: CitizenDetails['citizen'];
  going: readonly Going[];
  mentions: Mentions;
  hindrances: readonly Hindrance[];
  form: FormState;
}

export function ErasurePage(props: ErasurePageProps) {
  const { view, citizen, going, mentions, hindrances, form } = props;
  return (
    <Layout view={view} title={`Slet ${nameOrKey(citizen)}`}>
      <ErrorSummary form={form} />
      <p class="note note-warn">
        ⚠ Det kan ikke fortrydes. Tilbage bliver et nummer, så at tidligere opgørelser bliver ved med at
        passe. Står borgeren stadig i fagsystemet, kommer de igen med næste import.
      </p>
      <div class="columns">
        <div>
          <WhatGoes going={going} />
          <NamesElsewhere mentions={mentions} />
        </div>
        {hindrances.length > 0 ? (
          <Hindrances hindrances={hindrances} citizenId={citizen.id} />
        ) : (
          <Confirm view={view} citizenId={citizen.id} form={form} />
        )}
      </div>
    </Layout>
  );
}

const GROUPS = [
  ['slettes', 'Slettes', 'Navn, CPR-nummer, telefon, mail og alle oplysninger på borgeren, og:'],
  ['toemmes', 'Tømmes for tekst og tælles stadig', null],
  ['bliver', 'Bliver uden at sige hvem', null],
] as const;

function WhatGoes({ going }: { going: readonly Going[] }) {
  return GROUPS.map(([does, heading, first]) => {
    const rows = going.filter((one) => one.does === does);
    if (rows.length === 0 && first === null) return null;
    return (
      <section>
        <h2>{heading}</h2>
        {first && <p>{first}</p>}
        <ul>
          {rows.map(({ title, rows: count }) => (
            <li>
              {title}: {showNumber(count)}
            </li>
          ))}
        </ul>
      </section>
    );
  });
}

function Hindrances({ hindrances, citizenId }: Pick<ErasurePageProps, 'hindrances'> & { citizenId: number }) {
  return (
    <section class="panel">
      <h2>Afslut først</h2>
      <ul>
        {hindrances.map((one) => (
          <li>{labels.hindrance[one]}</li>
        ))}
      </ul>
      <p>
        <a class="button button-primary" href={paths.citizen(citizenId)}>
          Tilbage til borgeren
        </a>
      </p>
    </section>
  );
}

function Confirm({ view, citizenId, form }: { view: View; citizenId: number; form: FormState }) {
  return (
    <form class="panel" method="post" action={paths.citizenErasure(citizenId)}>
      <FormToken view={view} />
      <ConfirmFields form={form} />
      <div class="row-line">
        <button type="submit" class="button button-primary">
          Slet borger
        </button>
        <a href={paths.citizen(citizenId)}>Tilbage til borgeren</a>
      </div>
    </form>
  );
}
