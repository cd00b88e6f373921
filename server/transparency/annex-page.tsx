import type { ComponentChildren } from 'preact';
import { paths } from '../paths.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import { type Fact, Facts } from '../ui/facts.tsx';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { Annex } from './annex.ts';
import { risksOf } from './risks.ts';

interface AnnexProps {
  view: View;
  annex: Annex;
}

/** The annex to the municipality's FRIA and DPIA: what the program knows is filled in, the rest is left to be written. */
export function AnnexPage({ view, annex }: AnnexProps) {
  const { settings, versions } = annex;
  return (
    <Layout view={view} title="Bilag til konsekvensanalyse">
      <div class="letter">
        <p class="lead">
          Til {settings.municipalityName}s analyse af konsekvenser for grundlæggende rettigheder
          (AI-forordningen art. 27) og for databeskyttelse (databeskyttelsesforordningen art. 35). Udfyldt{' '}
          {showDate(view.today)} af det program, der kører. Henvisningerne til artikler bekræftes af kommunens
          jurist.
        </p>
        <h2>a. Systemet, og hvad det bruges til</h2>
        <p>
          {settings.unitName} holder styr på kontakten til virksomheder og får forslag til, hvilke borgere der
          kan passe til hvilke pladser. Forslagene er vejledende: <a href={paths.algorithm}>Om algoritmen</a>{' '}
          er teksten til borgerne.
        </p>
        <Facts
          of={[
            ['Motor, vægte, ordliste', `${versions.engine}, ${versions.weights}, ${versions.taxonomy}`],
            ['Daterede regler i kraft', showNumber(annex.rulesInForce)],
            ['Slags', 'Faste regler og point. Ingen model er trænet, og intet lærer af sig selv.'],
          ]}
        />
        <ToFill>Retsgrundlag for sammenligningen, og hvem der er ansvarlig for den</ToFill>
        <h2>b. Hvor længe og hvor tit</h2>
        <Runs annex={annex} />
        <ToFill>Første dag i brug, og hvornår brugen vurderes igen</ToFill>
        <h2>c. Hvem det berører</h2>
        <Touched annex={annex} />
        <h2>d. Hvad der kan gå galt</h2>
        <dl class="facts">
          {risksOf(annex).map(({ risk, answer }) => (
            <>
              <dt>{risk}</dt>
              <dd>{answer}</dd>
            </>
          ))}
        </dl>
        <ToFill>Kommunens egen vurdering af hver risiko: sandsynlighed, alvor, og hvad der er tilbage</ToFill>
        <h2>e. Menneskers kontrol</h2>
        <Oversight annex={annex} />
        <ToFill>Hvem der fører tilsyn, og hvad de er oplært i</ToFill>
        <h2>f. Når noget går galt</h2>
        <p>
          En administrator kan lukke en brugers eller et programs adgang med det samme. En kørsel kan gentages
          og skal give det samme. En borger kan få begrundelsen på papir.
        </p>
        <ToFill>Hvor der klages, hvem der svarer, og inden hvornår</ToFill>
        <h2>Oplysninger om borgere</h2>
        <p>Tabeller, hvor en borger kan stå (forklaret i ordlisten i README):</p>
        <ul>
          {annex.tablesOfCitizens.map((table) => (
            <li>
              <code>{table}</code>
            </li>
          ))}
        </ul>
        <h2>Adgang og sikkerhed</h2>
        <Safety annex={annex} />
        <ToFill>
          Databeskyttelsesrådgiverens udtalelse, medarbejdernes repræsentanter, registrering i EU’s database
        </ToFill>
      </div>
    </Layout>
  );
}

/** Room to write in, on paper. */
function ToFill({ children }: { children: ComponentChildren }) {
  return (
    <p class="to-fill">
      <strong>Kommunen udfylder:</strong> {children}
    </p>
  );
}

function Runs({ annex: { runs, settings } }: { annex: Annex }) {
  const { last } = runs;
  const faults = (last?.audit?.differing ?? 0) + (last?.audit?.broken ?? 0);
  return (
    <Facts
      of={[
        ['Hvor tit', 'Hver nat, og når nogen beder om det'],
        ['Kørsler i alt', showNumber(runs.all)],
        ['Det seneste halve år', showNumber(runs.lately)],
        [
          'Lister og log gemmes',
          `${showNumber(settings.runLogDays)} dage; den ældste er fra ${showInstant(runs.listsFrom)}`,
        ],
        [
          'Seneste kørsels eftersyn',
          last
            ? `${showInstant(last.finishedAt)}: ${faults === 0 ? 'ingen fejl' : `${showNumber(faults)} fejl`}`
            : 'Ingen endnu',
        ],
      ]}
    />
  );
}

function Touched({ annex: { people, groups, settings } }: { annex: Annex }) {
  const few = `under ${settings.smallestCell}`;
  const facts: Fact[] = groups.map(({ label, citizens }) => [
    label,
    citizens === null ? few : showNumber(citizens),
  ]);
  return (
    <>
      <Facts
        of={[
          ['Borgere i systemet', showNumber(people.citizens)],
          ['Åbne ordrer', showNumber(people.openOrders)],
        ]}
      />
      <p>Efter målgruppe:</p>
      <Facts of={facts} />
    </>
  );
}

function Oversight({ annex: { use } }: { annex: Annex }) {
  return (
    <Facts
      of={[
        ['Hvem vælger', 'En medarbejder. Intet henvises, afvises eller deles af sig selv.'],
        ['Borgerens ja', 'Ingen virksomhed får et navn uden; side, program og database nægter det'],
        [
          'Fravigelser af en regel, seneste halve år',
          <>
            {showNumber(use.overrides)} (<a href={paths.ruleOverrides}>se dem</a>)
          </>,
        ],
        ['Sat til side af et menneske, seneste halve år', showNumber(use.setAsides)],
        [
          'Visninger af borgere',
          `Hver står i loggen med hvem, hvornår og formål${use.readsSince ? `; den ældste er fra ${showInstant(use.readsSince)}` : ''}`,
        ],
      ]}
    />
  );
}

function Safety({ annex }: { annex: Annex }) {
  const { signIn, settings, programs } = annex;
  const demanded = settings.secondFactorRoles.map((role) => labels.role[role].toLowerCase());
  return (
    <Facts
      of={[
        [
          'Brugere',
          annex.users.map(({ role, users }) => `${labels.role[role]}: ${showNumber(users)}`).join(' · '),
        ],
        [
          'Log ind',
          [
            signIn.saml && 'kommunens login (SAML)',
            signIn.oidc && 'kommunens login (OpenID Connect)',
            'brugernavn og adgangskode',
          ]
            .filter(Boolean)
            .join(', '),
        ],
        ['Engangskode kræves af', demanded.join(', ') || 'ingen'],
        [
          'Programmer med nøgle',
          programs.map(({ name, roles }) => `${name} (${roles.join(', ')})`).join(', ') || 'ingen',
        ],
        ['Webhooks', `${showNumber(annex.webhooks)}; de fortæller numre, aldrig noget om mennesker`],
        ['STAR’s tjeneste', annex.star ? 'sat op' : 'ikke sat op'],
        ['Krypteret forbindelse', annex.https ? 'ja (https)' : 'nej'],
        ['CPR-numre', annex.cprKeys ? 'krypteret felt for felt' : 'kan ikke gemmes: nøglerne mangler'],
        ['Sikkerhedskopier', annex.backups.encrypted ? 'krypterede' : 'ikke krypterede'],
        ['Seneste kopi', showInstant(annex.backups.backup.last?.startedAt ?? null)],
        ['Seneste gendannelsesprøve', showInstant(annex.backups.drill.last?.startedAt ?? null)],
        ['Kø', annex.redis ? 'Redis; kun numre' : 'indbygget; kun numre'],
        ['Regnere på andre maskiner', annex.workersElsewhere ? 'ja; de får ingen navne' : 'nej'],
      ]}
    />
  );
}
