import type { OrderDetails } from '../job-orders/queries.ts';
import { showShift } from '../job-orders/shifts.ts';
import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { DateAndSender, HowToPrint } from '../ui/letter.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { askedAs, CORRECTIONS, NOT_COMPARED, reasonToYou, ruleToYou } from './letter-text.ts';
import type { Pair } from './pair.ts';
import { inReadingOrder, nameOf, unreadOf, VERDICTS } from './reason-words.ts';
import { ScoreTable } from './reasons.tsx';
import type { PartInForce } from './weight-words.ts';

interface LetterPageProps {
  view: View;
  details: OrderDetails;
  /** null where the reader may not know whom it is about */
  name: string | null;
  /** borger_id as shown */
  citizenKey: string;
  pair: Pair;
  weights: PartInForce[];
}

/**
 * Why was I suggested, or not? For the citizen, on paper: AI-forordningens artikel 86 and databeskyttelsesforordningens
 * artikel 15.
 */
export function LetterPage(props: LetterPageProps) {
  const { view, details, name, citizenKey, pair } = props;
  const { order, firmName } = details;
  return (
    <Layout
      view={view}
      title={pair.rank === null ? 'Hvorfor blev jeg ikke foreslået?' : 'Hvorfor blev jeg foreslået?'}
      aside={
        <a class="button" href={paths.pair(order.id, pair.citizen.id)}>
          Til sammenligningen
        </a>
      }
    >
      <div class="letter">
        <dl class="facts">
          <dt>Til</dt>
          <dd>{name ?? `Borger ${citizenKey}`}</dd>
          <dt>Job</dt>
          <dd>
            {order.title} ({labels.orderType[order.type].toLowerCase()}), {firmName}
          </dd>
          {details.shifts.length > 0 && (
            <>
              <dt>Dage og tider</dt>
              <dd>{details.shifts.map(showShift).join('; ')}</dd>
            </>
          )}
          <DateAndSender view={view} />
        </dl>
        <HowToPrint />
        <Answer {...props} />
        <Compared {...props} />
        <h2>Det er ikke brugt</h2>
        <p>Sammenligningen ser ikke og kan ikke se:</p>
        <ul>
          {NOT_COMPARED.map(({ toYou }) => (
            <li>{toYou}</li>
          ))}
        </ul>
        <h2>Det kan du få rettet</h2>
        <ul>
          {CORRECTIONS.map((what) => (
            <li>{what}</li>
          ))}
        </ul>
        <h2>Et menneske bestemmer</h2>
        <p>
          Listen er et forslag. En medarbejder læser den, taler med dig og vælger. Systemet henviser ingen og
          afviser ingen, og virksomheden får intet at vide om dig, før du har sagt ja. Er du uenig, så sig det
          til din sagsbehandler: så ser et menneske på det igen.
        </p>
        <Points {...props} />
        <p class="muted">
          Regnet {showDate(view.today)} med de oplysninger, der stod den dag. Motor {pair.versions.engine},
          ordliste {pair.versions.taxonomy}, vægte {pair.versions.weights}. Du har ret til denne forklaring
          efter AI-forordningens artikel 86 og til dine oplysninger efter databeskyttelsesforordningens
          artikel 15.
        </p>
      </div>
    </Layout>
  );
}

function Answer({ pair, details: { order } }: LetterPageProps) {
  const { rank, rules, setAside, matchOrder, matchCitizen, judgement, explanation } = pair;
  const broken = rules.filter(({ verdict }) => verdict === 'brudt');
  if (broken.length === 0 && setAside === null) {
    // A krav that nothing answers to costs points and shuts nobody out: neither may be said of it wrongly.
    const lacked = explanation.lacks.filter(({ strength }) => strength === 'krav');
    const names = lacked.map((reason) => nameOf(reason, order.title)).join(', ');
    return rank === null ? (
      <p>
        Ingen regel holder dig ude, men du står ikke blandt dem, der vises: enten har du ikke oplyst noget,
        jobbet beder om{names && ` (${names})`}, eller også har andre oplyst mere af det.
      </p>
    ) : (
      <p>
        Du står som nummer {rank} på listen over forslag til jobbet, med {showNumber(judgement.score)} point.
        Ingen regel holder dig ude, så vidt vi ved.
        {names && ` Jobbet kræver også noget, der ikke står blandt dine oplysninger: ${names}.`}
      </p>
    );
  }
  return (
    <>
      <p>Du står ikke på listen over forslag til jobbet. Grunden er:</p>
      <ul>
        {setAside && (
          <li>
            En medarbejder har sat dig til side for netop dette job:{' '}
            {labels.setAside[setAside.reason].toLowerCase()}.
          </li>
        )}
        {broken.map((rule) => (
          <li>{ruleToYou(rule, matchOrder, matchCitizen)}</li>
        ))}
      </ul>
    </>
  );
}

function Compared({ details: { order }, pair: { explanation, rules } }: LetterPageProps) {
  // The rules that shut the list are said above.
  const said = new Set(rules.filter(({ verdict }) => verdict === 'brudt').map(({ detail }) => detail));
  const reasons = inReadingOrder(explanation).filter(
    ({ reason }) => reason.strength !== null || !said.has(reason.text),
  );
  const unread = unreadOf(explanation);
  if (reasons.length === 0) return null;
  return (
    <>
      <h2>Det er sammenlignet</h2>
      <ul class="letter-list">
        {reasons.map((entry) => (
          <li>
            <strong>{nameOf(entry.reason, order.title)}</strong> <span class="muted">({askedAs(entry)})</span>
            <br />
            {VERDICTS[entry.verdict].sign} {VERDICTS[entry.verdict].word}. {reasonToYou(entry)}
          </li>
        ))}
      </ul>
      {unread.length > 0 && (
        <p>
          Disse af dine egne ord kunne systemet ikke læse. De tæller hverken for eller imod:{' '}
          {unread.map(({ text }) => /»[^«]*«/.exec(text)?.[0] ?? text).join(', ')}.
        </p>
      )}
    </>
  );
}

function Points({ pair, weights, details: { order } }: LetterPageProps) {
  if (pair.judgement.excluded !== null) return null;
  return (
    <>
      <h2>Sådan er pointene talt</h2>
      <ScoreTable score={pair.judgement.score} parts={pair.judgement.parts} />
      <p>
        For typen {labels.orderType[order.type].toLowerCase()} gælder i dag:{' '}
        {weights.map(({ name, shown }) => `${name} ${shown}`).join('; ')}. Står to lige, trækkes der lod på ny
        hver dag.
      </p>
    </>
  );
}
