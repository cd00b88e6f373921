import type { CitizenTerm, OrderType, TermKind } from '../../workers/matching/types.ts';
import { TERM_KINDS } from '../../workers/matching/types.ts';
import { CitizenCardsPanel } from '../formidling/citizen-panel.tsx';
import type { CardRow } from '../formidling/queries.ts';
import { groupsOf, showShift } from '../job-orders/shifts.ts';
import type { RuleOpinion } from '../legal-rules/rules.ts';
import { paths } from '../paths.ts';
import { PlacementsPanel } from '../placements/panel.tsx';
import type { PlacementView } from '../placements/queries.ts';
import { showDate } from '../ui/dates.ts';
import { Facts } from '../ui/facts.tsx';
import { Select } from '../ui/form.tsx';
import { showHours } from '../ui/hours.ts';
import { inARow } from '../ui/in-a-row.ts';
import { choices, labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import type { Disclosure } from './disclosure.ts';
import { DisclosurePanel } from './disclosure-pages.tsx';
import type { ProfileGap } from './profile.ts';
import type { CitizenDetails } from './queries.ts';
import { MASKED_CPR, nameOrKey, shownKey } from './rules.ts';
import { VisibilityNote } from './visibility.tsx';

interface CitizenPageProps {
  view: View;
  details: CitizenDetails;
  /** what the target group is called today */
  groupName: string;
  profile: { gaps: ProfileGap[]; known: number; asked: number };
  opinions: [OrderType, RuleOpinion][];
  disclosures: readonly Disclosure[];
  /** is the viewer the citizen's own sagsbehandler? */
  isOwn: boolean;
  mayErase: boolean;
  cards: CardRow[];
  /** the last edit was the viewer's, and nobody has been there since */
  mayUndo: boolean;
  placements: readonly PlacementView[];
}

export function CitizenPage(props: CitizenPageProps) {
  const {
    view,
    details,
    groupName,
    profile,
    opinions,
    disclosures,
    isOwn,
    mayErase,
    cards,
    mayUndo,
    placements,
  } = props;
  const { citizen, terms } = details;
  return (
    <Layout
      view={view}
      title={nameOrKey(citizen)}
      aside={
        <>
          <a class="button button-primary" href={paths.citizenMatches(citizen.id)}>
            Se forslag
          </a>
          {isOwn && (
            <a class="button" href={paths.editCitizen(citizen.id)}>
              Ret
            </a>
          )}
        </>
      }
      undo={mayUndo && <UndoEdit view={view} citizenId={citizen.id} />}
    >
      <p class="lead">{groupName}</p>
      <VisibilityNote citizen={citizen} />
      <div class="columns">
        <div>
          <AllTerms terms={terms} today={view.today} />
          <h2>Behov på arbejdspladsen</h2>
          {citizen.needs.length === 0 ? (
            <p class="muted">Ingen.</p>
          ) : (
            <ul>
              {citizen.needs.map((need) => (
                <li>{labels.need[need]}</li>
              ))}
            </ul>
          )}
          <PlacementsPanel
            rows={placements}
            newHref={`${paths.newPlacement}?borger=${citizen.id}`}
            tells="virksomhed"
          />
          <TypeRules opinions={opinions} />
        </div>
        <div>
          <CitizenCardsPanel view={view} citizenId={citizen.id} cards={cards} />
          <Purpose view={view} citizen={citizen} />
          <Gaps profile={profile} citizenId={citizen.id} />
          <DisclosurePanel citizenId={citizen.id} rows={disclosures} isOwn={isOwn} />
          <CitizenFacts details={details} isOwn={isOwn} />
          <p>
            <a href={paths.benefitPeriods(citizen.id)}>Perioder på ydelse</a>
            {' · '}
            <a href={paths.citizenLookups(citizen.id)}>Opslag</a>
          </p>
          {mayErase && (
            <p>
              <a href={paths.citizenRequests(citizen.id)}>Henvendelser om rettigheder</a>
              <br />
              <a href={paths.citizenExtract(citizen.id)}>Indsigt: alt om borgeren</a>
              <br />
              <a href={paths.citizenErasure(citizen.id)}>Slet borger</a>
            </p>
          )}
        </div>
      </div>
    </Layout>
  );
}

function UndoEdit({ view, citizenId }: { view: View; citizenId: number }) {
  return (
    <form method="post" action={paths.citizenEditUndone(citizenId)}>
      <FormToken view={view} />
      <button type="submit" class="link-button">
        Fortryd
      </button>
    </form>
  );
}

/** As typed, kind by kind; what is blank takes one line. */
function AllTerms({ terms, today }: { terms: CitizenTerm[]; today: string }) {
  const byKind = Map.groupBy(terms, (term) => term.kind);
  const blank = TERM_KINDS.filter((kind) => !byKind.has(kind)).map((kind) => labels.term[kind].toLowerCase());
  return (
    <>
      {TERM_KINDS.filter((kind) => byKind.has(kind)).map((kind) => (
        <Terms kind={kind} terms={byKind.get(kind) ?? []} today={today} />
      ))}
      {blank.length > 0 && <p class="muted">Ikke oplyst: {blank.join(', ')}.</p>}
    </>
  );
}

function Terms({ kind, terms, today }: { kind: TermKind; terms: CitizenTerm[]; today: string }) {
  return (
    <section>
      <h2>{labels.term[kind]}</h2>
      <ul>
        {terms.map((term, position) => (
          <li>
            {kind === 'jobmaal' && <strong>{'ABCDEFGH'[position] ?? '·'} </strong>}
            {term.text}
            <TermFacts term={term} today={today} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function TermFacts({ term, today }: { term: CitizenTerm; today: string }) {
  const facts = [
    term.years !== null && `${term.years.toLocaleString('da-DK')} år`,
    term.lastYear !== null && `til ${term.lastYear}`,
  ].filter(Boolean);
  return (
    <>
      {facts.length > 0 && <span class="muted"> ({facts.join(', ')})</span>}
      {term.expiresOn && (
        <>
          {' '}
          <span class={term.expiresOn < today ? 'mark mark-bad' : 'mark'}>
            {term.expiresOn < today ? '✕ udløb' : 'gælder til'} {showDate(term.expiresOn)}
          </span>
        </>
      )}
    </>
  );
}

/** The second of plan 2018's five considerations; the others are the citizen's terms and the order's. */
function Purpose({ view, citizen }: { view: View; citizen: CitizenDetails['citizen'] }) {
  const form = { values: { formaal: citizen.purpose ?? '' }, errors: [] };
  return (
    <section class="panel">
      <h2>Formål med næste plads</h2>
      <form method="post" action={paths.citizenPurpose(citizen.id)}>
        <FormToken view={view} />
        <input type="hidden" name="version" value={String(citizen.version)} />
        <Select
          form={form}
          name="formaal"
          label="Formål"
          hint="Pladser med samme formål kommer højere op."
          options={choices(labels.purpose)}
          empty="Ikke besluttet"
        />
        <button type="submit" class="button button-small">
          Gem formål
        </button>
      </form>
    </section>
  );
}

/** What to ask next. */
function Gaps({ profile, citizenId }: Pick<CitizenPageProps, 'profile'> & { citizenId: number }) {
  return (
    <section class="panel" aria-labelledby="mangler">
      <h2 id="mangler">Spørg om næste gang</h2>
      <p>
        {profile.known} af {profile.asked} oplysninger er på plads.
      </p>
      {profile.gaps.length === 0 ? (
        <p class="muted">Intet mangler.</p>
      ) : (
        <ul class="rows">
          {profile.gaps.map((gap) => (
            <li>
              <strong>{gap.what}</strong>
              <br />
              <span class="muted">{gap.why}</span>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={paths.citizenMatches(citizenId)}>Se, hvad der åbner flest ordrer</a>
      </p>
    </section>
  );
}

function CitizenFacts({ details, isOwn }: { details: CitizenDetails; isOwn: boolean }) {
  const { citizen, shifts } = details;
  const yesNo = (value: boolean | null) => (value === null ? 'Ikke oplyst' : value ? 'Ja' : 'Nej');
  const rows: [string, string][] = [
    ['CPR', details.hasCpr ? MASKED_CPR : 'Ikke oplyst'],
    ['Borgernummer', shownKey(citizen.citizenKey)],
    ['Telefon', citizen.phone ?? 'Ikke oplyst'],
    ['Mail', citizen.email ?? 'Ikke oplyst'],
    ['Sagsbehandler', details.caseworkerName ?? 'Ingen'],
    ['Ydelse siden', showDate(citizen.benefitSince)],
    ['Ledig siden', showDate(citizen.unemployedSince)],
    ['Uddannelse', citizen.education === null ? 'Ikke oplyst' : labels.education[citizen.education]],
    ['Enlig forsørger', yesNo(citizen.singleProvider)],
    ['Har arbejdsgiver', yesNo(citizen.hasEmployer)],
    ['Fødselsår', citizen.birthYear === null ? 'Ikke oplyst' : String(citizen.birthYear)],
    ['Timer om ugen', showHours(citizen.hoursMin, citizen.hoursMax) ?? 'Ikke oplyst'],
    ['Arbejdstid', inARow(citizen.workingTimes.map((time) => labels.workingTime[time])) || 'Ikke oplyst'],
    ['Dage og tider', groupsOf(shifts).map(showShift).join('; ') || 'Ikke oplyst'],
    ['Dansk', citizen.danish ?? 'Ikke oplyst'],
    ['Dansk, mundtligt', citizen.danishOral ?? '–'],
    ['Dansk, skriftligt', citizen.danishWritten ?? '–'],
    ['Postnummer', citizen.postcode ?? 'Ikke oplyst'],
    ['Transport', inARow(citizen.transports.map((each) => labels.transport[each])) || 'Ikke oplyst'],
    [
      'Længste rejsetid',
      citizen.maxTravelMinutes === null ? 'Ikke oplyst' : `${citizen.maxTravelMinutes} minutter`,
    ],
    ['Kan starte', citizen.canStart ? showDate(citizen.canStart) : 'Ikke oplyst'],
    [
      'Beskyttet adresse',
      citizen.protectedAddress === null ? 'Ikke oplyst: behandles som ja' : yesNo(citizen.protectedAddress),
    ],
  ];
  return (
    <section class="panel" aria-label="Oplysninger">
      <Facts of={rows} />
      {details.hasCpr && isOwn && (
        <p>
          <a href={paths.citizenCpr(citizen.id)}>Vis CPR-nummer</a>
        </p>
      )}
      <p class="muted">Fødselsår, ydelse og uddannelse bruges kun til lovens regler, aldrig til rangering.</p>
    </section>
  );
}

const ANSWERS = {
  ja: ['mark-good', '✓ Ja'],
  nej: ['mark-bad', '✕ Nej'],
  mangler: ['mark-warn', '? Mangler oplysning'],
} as const;

/** The rules' opinion, type by type: advice with its source, never a decision. */
function TypeRules({ opinions }: Pick<CitizenPageProps, 'opinions'>) {
  return (
    <details class="panel">
      <summary>Hvilke typer ordrer er åbne for borgeren?</summary>
      <ul class="rows">
        {opinions.map(([type, { answer, sentence, source }]) => (
          <li>
            <strong>{labels.orderType[type]}</strong>{' '}
            <span class={`mark ${ANSWERS[answer][0]}`}>{ANSWERS[answer][1]}</span>
            <br />
            {sentence} <span class="muted">Kilde: {source}.</span>
          </li>
        ))}
      </ul>
      <p class="muted">Reglerne rådgiver. Et menneske afgør.</p>
    </details>
  );
}
