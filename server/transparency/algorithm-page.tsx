import type { Weights } from '../../workers/matching/engine.ts';
import { EXCLUSION_REASONS } from '../../workers/matching/types.ts';
import { subjectName } from '../legal-rules/rule-words.ts';
import type { Rule } from '../legal-rules/rules.ts';
import { CORRECTIONS, NOT_COMPARED } from '../matching/letter-text.ts';
import { EXCLUSIONS } from '../matching/reasons.tsx';
import { RULE_MEANINGS, tableOn } from '../matching/weight-words.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';

interface AlgorithmProps {
  view: View;
  weights: Weights;
  /** the law in force today, as dated rules say it */
  rules: readonly Rule[];
  versions: { engine: string; weights: string; taxonomy: string };
  date: string;
  runLogDays: number;
}

/** For the one who is compared, in plain Danish: everything here is read from what runs today. */
export function AlgorithmPage({ view, weights, rules, versions, date, runLogDays }: AlgorithmProps) {
  const { general, own } = tableOn(weights, date);
  const access = rules.filter(({ kind }) => kind === 'hvem_maa');
  return (
    <Layout view={view} title="Om algoritmen">
      <div class="letter">
        <p class="lead">
          {view.municipalityName} bruger et program til at finde ud af, hvilke ledige pladser der kan passe
          til hvem. Her står, hvad det gør, og hvad det aldrig gør. Siden er skrevet af de regler, der gælder{' '}
          {showDate(date)}.
        </p>

        <h2>Kort fortalt</h2>
        <ul>
          <li>Hver nat sammenlignes åbne job og pladser med de borgere, der søger.</li>
          <li>
            Ud kommer en liste med forslag og grunde til hver plads. Den er et hjælpemiddel for medarbejderne.
          </li>
          <li>
            Et menneske vælger. Programmet henviser ingen, afviser ingen, stopper ingen ydelse og træffer
            ingen afgørelse.
          </li>
          <li>Ingen virksomhed får dit navn, før du har sagt ja.</li>
          <li>Der er faste regler og faste point. Programmet lærer ikke af sig selv.</li>
        </ul>

        <h2>Det, der sammenlignes</h2>
        <p>
          Det, du har fortalt om, hvad du kan, har prøvet og gerne vil: kompetencer, erfaring, jobmål,
          kørekort, certifikater, sprog, timer, arbejdstider, startdato, transport og rejsetid. Over for det,
          virksomheden har bedt om.
        </p>

        <h2>Det, der aldrig tæller</h2>
        <p>Sammenligningen får ikke at vide:</p>
        <ul>
          {NOT_COMPARED.map(({ toYou }) => (
            <li>{toYou}</li>
          ))}
        </ul>
        <p>En prøve bytter rundt på det, hver gang programmet ændres, og kræver nøjagtig samme liste.</p>

        <h2>Det, der skal være opfyldt</h2>
        <p>
          Den, der bryder en af disse, foreslås ikke til pladsen. Er noget ikke oplyst, er det ikke et nej;
          kun et krævet kørekort eller bevis skal være oplyst.
        </p>
        <ol>
          {EXCLUSION_REASONS.map((rule) => (
            <li>
              <strong>{EXCLUSIONS[rule].label}:</strong> {RULE_MEANINGS[rule]}
            </li>
          ))}
        </ol>

        <h2>Det, der giver point</h2>
        <p>
          De øvrige stilles i rækkefølge efter point. Står to lige, trækkes der lod. Den, der har fortalt for
          lidt, står for sig og ikke nederst.
        </p>
        <dl class="facts">
          {general.map(({ name, shown, meaning }) => (
            <>
              <dt>{name}</dt>
              <dd>
                <span class="points">{shown}</span> {meaning}
              </dd>
            </>
          ))}
        </dl>
        {own.length > 0 && (
          <>
            <p>Nogle slags pladser tæller anderledes:</p>
            <ul>
              {own.map(({ type, parts }) => (
                <li>
                  {labels.orderType[type]}: {parts.map(({ name, shown }) => `${name}: ${shown}`).join(', ')}
                </li>
              ))}
            </ul>
          </>
        )}

        <h2>Loven bag: hvem må få hvilken plads</h2>
        <p>
          {showNumber(rules.length)} regler er skrevet ind og gælder i dag. De siger ja, nej eller at noget
          mangler; en medarbejder kan gå videre trods et nej og skriver da hvorfor. Reglerne om adgang:
        </p>
        <ul>
          {access.map((rule) => (
            <li>
              <strong>{subjectName(rule.kind, rule.subject)}:</strong> {rule.sentence}{' '}
              <span class="muted">{rule.source}</span>
            </li>
          ))}
        </ul>

        <h2>Det kan du gøre</h2>
        <ul>
          <li>
            Bede din sagsbehandler om begrundelsen på papir for et bestemt job: hvad der talte for og imod.
          </li>
          <li>Bede om at se, hvornår og hvorfor nogen har set dine oplysninger.</li>
          {CORRECTIONS.map((correction) => (
            <li>{correction}</li>
          ))}
          <li>
            Klage til kommunen over en afgørelse. Et forslag er ikke en afgørelse og bruges ikke som en.
          </li>
        </ul>

        <h2>Hvor længe det gemmes</h2>
        <p>
          Hver kørsels lister gemmes i {showNumber(runLogDays)} dage, så de kan gentages og kontrolleres.
          Derefter er kun tilbage, hvornår den kørte, og med hvilke regler.
        </p>
        <p class="muted">
          Motor {versions.engine}, vægte {versions.weights}, ordliste {versions.taxonomy}. Enhver kørsel
          gemmer, hvilke den brugte.
        </p>
      </div>
    </Layout>
  );
}
