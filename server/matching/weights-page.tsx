import type { Weights } from '../../workers/matching/engine.ts';
import { kmPerHour, waitingMinutes } from '../../workers/matching/travel.ts';
import { EXCLUSION_REASONS, TRANSPORTS } from '../../workers/matching/types.ts';
import { weightsOn } from '../../workers/matching/weights.ts';
import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { NOT_COMPARED } from './letter-text.ts';
import { EXCLUSIONS } from './reasons.tsx';
import {
  changesAfter,
  datesOf,
  type PartInForce,
  RULE_MEANINGS,
  showWeight,
  tableOn,
  WEIGHT_WORDS,
  type WeightChange,
} from './weight-words.ts';

interface WeightsPageProps {
  view: View;
  weights: Weights;
  /** the date that the page is about */
  date: string;
  versions: { engine: string; taxonomy: string };
}

/** How candidates are found and counted, in plain Danish, from the values that the engine runs on. */
export function WeightsPage({ view, weights, date, versions }: WeightsPageProps) {
  const { general, own } = tableOn(weights, date);
  const dates = datesOf(weights);
  const isEmpty = dates.every((each) => each > date);
  return (
    <Layout view={view} title="Sådan tælles der">
      <p class="lead">Sådan bliver en liste med forslag til, i den rækkefølge det sker.</p>
      <form method="get" action={paths.weights} class="filters">
        <div class="form-group">
          <label class="form-label" for="dato">
            Gælder den
          </label>
          <input class="form-input" type="date" id="dato" name="dato" value={date} required />
        </div>
        <button type="submit" class="button">
          Vis
        </button>
      </form>
      {isEmpty ? (
        <p class="empty">
          Der var ingen vægte i kraft {showDate(date)}. De første gælder fra {showDate(dates.at(-1) ?? null)}.
        </p>
      ) : (
        <>
          <Steps weights={weights} date={date} />
          <h2>Vægte i kraft {showDate(date)}</h2>
          <Table
            caption="Det, der giver og koster point"
            url={view.url}
            rows={general}
            empty="Ingen."
            columns={COLUMNS}
          />
          <h2>Typer, der tæller anderledes</h2>
          <dl class="facts">
            {own.map(({ type, parts }) => (
              <>
                <dt>{labels.orderType[type]}</dt>
                <dd>{parts.map(({ name, shown }) => `${name}: ${shown}`).join(' · ')}</dd>
              </>
            ))}
          </dl>
        </>
      )}
      <Changes changes={changesAfter(weights, date)} />
      <h2>Det, der aldrig tæller</h2>
      <p>
        Sammenligningen får det ikke at vide. En prøve bytter rundt på det og kræver nøjagtig samme liste:
      </p>
      <ul>
        {NOT_COMPARED.map(({ toStaff }) => (
          <li>{toStaff}</li>
        ))}
      </ul>
      <p class="muted">
        Vægte {weights.version}, motor {versions.engine}, ordliste {versions.taxonomy}. Enhver kørsel gemmer,
        hvilke den brugte, og kan gentages. Vægtene ændrer sig fra:{' '}
        {dates.map((each, at) => (
          <>
            {at > 0 && ', '}
            <a href={`${paths.weights}?dato=${each}`}>{showDate(each)}</a>
          </>
        ))}
        .
      </p>
    </Layout>
  );
}

const COLUMNS: Column<PartInForce>[] = [
  { head: 'Del', cell: ({ name }) => name },
  { head: 'Point', cell: ({ shown }) => shown, number: true },
  { head: 'Hvad det er', cell: ({ meaning }) => meaning },
];

/** The algorithm, step by step, with the numbers it runs on. */
function Steps({ weights, date }: { weights: Weights; date: string }) {
  const points = weightsOn(weights, 'ordinaer', date);
  return (
    <ol class="steps">
      <li>
        <strong>Ordene læses.</strong> Det, der står hos borgeren og på ordren, slås op i ordlisten: ordret,
        som et andet navn, med en anden stavemåde eller bøjning, eller fordi ordene ligner så meget, at der
        ikke er tvivl. Er der tvivl, tæller ordet ikke, før{' '}
        <a href={paths.terms}>et menneske har sagt, hvad det betyder</a>. Kørekort, certifikater og
        danskniveauer gættes aldrig.
      </li>
      <li>
        <strong>De ufravigelige regler spørges i denne rækkefølge.</strong> Den første, der er brudt, er den
        grund, der gives. Er et felt tomt, er svaret ukendt og ikke nej; kun et krævet kørekort eller bevis
        uden svar holder ude, for det kan ikke antages.
        <ol class="rule-steps">
          {EXCLUSION_REASONS.map((rule) => (
            <li>
              <strong>{EXCLUSIONS[rule].label}:</strong> {RULE_MEANINGS[rule]}
            </li>
          ))}
        </ol>
      </li>
      <li>
        <strong>Rejsetiden regnes</strong> fra postnummer til postnummer: fugleflugt gange 1,3 med{' '}
        {TRANSPORTS.map(
          (transport) =>
            `${labels.transport[transport].toLowerCase()} ${kmPerHour[transport]} km/t${
              waitingMinutes[transport] > 0 ? ` plus ${waitingMinutes[transport]} minutter` : ''
            }`,
        ).join(', ')}
        . Den hurtigste af borgerens muligheder tæller.
      </li>
      <li>
        <strong>Der skal være noget til fælles:</strong> et krav, et ønske, titlen som jobmål eller erfaring i
        den. Et kørekort, et sprog eller et vilkår alene er ikke nok.
      </li>
      <li>
        <strong>Pointene lægges sammen</strong> som hele tal. Ordrens krav deler {showNumber(points.krav)}{' '}
        point, og ønskerne {showNumber(points.oensker)}. Noget, der kun er beslægtet, får{' '}
        {points.beslaegtet_procent} % af pointene og vises for sig. Hver ukendt oplysning koster{' '}
        {showNumber(-points.ukendt)} point, og hvert behov, der skal aftales, {showNumber(-points.behov)}.
      </li>
      <li>
        <strong>Står to lige, trækkes der lod.</strong> Lodtrækningen er ny for hver kørsel, og for lister,
        der regnes nu, ny hver dag. Den ser ikke på nummer, alder eller på, hvornår nogen er oprettet.
      </li>
      <li>
        <strong>Et menneske vælger.</strong> Ingen henvises eller afvises af sig selv, og den, der er sorteret
        fra, kan ses med grunden. Den, der har fortalt for lidt, står for sig og ikke nederst.
      </li>
    </ol>
  );
}

function Changes({ changes }: { changes: WeightChange[] }) {
  return (
    <>
      <h2>Det næste, der ændres</h2>
      {changes.length === 0 ? (
        <p>Ingen ændringer er vedtaget.</p>
      ) : (
        <ul>
          {changes.map(({ validFrom, type, part, points, before }) => (
            <li>
              Fra {showDate(validFrom)}: {WEIGHT_WORDS[part].name.toLowerCase()} for{' '}
              {type === '*' ? 'de fleste typer' : labels.orderType[type].toLowerCase()} bliver{' '}
              {showWeight(part, points)} i stedet for {showWeight(part, before)}.
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
