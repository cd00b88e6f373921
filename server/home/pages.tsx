import { ToYouPanel } from '../colleagues/note-rows.tsx';
import type { ColleagueNote } from '../colleagues/notes.ts';
import { LineField } from '../contacts/line-field.tsx';
import type { NextStep } from '../contacts/next-steps.ts';
import { sizeText } from '../coverage/rule-text.ts';
import { FIGURE_SLUGS } from '../coverage/rules.ts';
import { PromisesPanel } from '../employer-answers/promises-panel.tsx';
import type { promisesToKeep } from '../employer-answers/queries.ts';
import { FormidlingPanel } from '../formidling/due-panel.tsx';
import type { ShownCard } from '../formidling/rights.ts';
import type { DueCards } from '../formidling/waiting.ts';
import { LeadsDuePanel } from '../leads/panels.tsx';
import type { leadsDue } from '../leads/queries.ts';
import type { newMatches } from '../matching/news.ts';
import { paths } from '../paths.ts';
import type { DuePlacements } from '../placements/due.ts';
import { PlacementDuePanel } from '../placements/due-panel.tsx';
import type { dueRecords } from '../records/due.ts';
import { DuePanel } from '../records/due-panel.tsx';
import { showDate, showDistance, showInstant } from '../ui/dates.ts';
import { EMPTY_FORM } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { PhoneLink } from '../ui/reach-links.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { deadlinesNear, firmsToReach } from './queries.ts';
import { List } from './rows.tsx';

interface Steps {
  rows: NextStep[];
  total: number;
}

interface DayPageProps {
  view: View;
  notes: readonly ColleagueNote[];
  steps: { overdue: Steps; today: Steps; later: Steps };
  firms: ReturnType<typeof firmsToReach>;
  matches: ReturnType<typeof newMatches>;
  deadlines: ReturnType<typeof deadlinesNear>;
  leads: ReturnType<typeof leadsDue>;
  promises: ReturnType<typeof promisesToKeep>;
  /** this instant */
  now: string;
  due: ReturnType<typeof dueRecords>;
  cards: DueCards<ShownCard>;
  placements: DuePlacements;
}

/** The konsulent's morning: what was promised, what is new, whom to reach. */
export function DayPage({
  view,
  notes,
  steps,
  firms,
  matches,
  deadlines,
  leads,
  promises,
  now,
  due,
  cards,
  placements,
}: DayPageProps) {
  const nothing = steps.overdue.total + steps.today.total + steps.later.total === 0;
  return (
    <Layout view={view} title="Min dag" aside={<FindFirm />}>
      <p class="muted">{showDate(view.today)}</p>
      <LineField view={view} form={EMPTY_FORM} action={paths.logLine} />
      <div class="panels panels-day">
        <ToYouPanel view={view} notes={notes} />
        <PromisesPanel promises={promises} now={now} />
        <LeadsDuePanel view={view} due={leads} />
        <section class="panel">
          <h2>Næste skridt</h2>
          {nothing && (
            <p class="muted">Ingen aftaler. Skriv næste skridt, når du logger en kontakt, så står det her.</p>
          )}
          <StepGroup view={view} title="⚠ Overskredet" mark="mark-bad" steps={steps.overdue} />
          <StepGroup view={view} title="● I dag" mark="mark-warn" steps={steps.today} />
          <StepGroup view={view} title="○ Senere" mark="mark-info" steps={steps.later} />
        </section>

        <section class="panel">
          <h2>Nye forslag siden sidst</h2>
          <p class="muted">
            {matches.finishedAt
              ? `Sidste matchkørsel: ${showInstant(matches.finishedAt)}`
              : 'Der er ikke kørt match endnu.'}
          </p>
          <List empty="Ingen nye forslag på dine ordrer siden i nat." items={matches.firms}>
            {(firm) => <NewAtFirm firm={firm} />}
          </List>
          {matches.more > 0 && (
            <p class="muted">
              Og hos {showNumber(matches.more)} {matches.more === 1 ? 'virksomhed' : 'virksomheder'} til: se{' '}
              <a href={paths.jobOrders}>dine jobordrer</a>.
            </p>
          )}
        </section>

        <section class="panel">
          <h2>Mangler kontakt i {firms.quarter}</h2>
          <p class="muted">
            {firms.total === 0
              ? ''
              : `${showNumber(firms.total)} af dine virksomheder ${sizeText(firms.moreThanEmployees)}. Længst tavse først.`}
            {firms.paused > 0 &&
              ` ${showNumber(firms.paused)} af dem skal ikke kontaktes nu og står ikke her.`}
          </p>
          <List empty="Alle dine virksomheder er kontaktet i kvartalet." items={firms.rows}>
            {(firm) => (
              <div class="row-line">
                <span>
                  <a href={paths.company(firm.pNumber)}>{firm.name}</a>
                  <br />
                  <span class="muted">
                    {firm.lastContact
                      ? `Sidst ${showDistance(firm.lastContact, view.today)}`
                      : 'Aldrig kontaktet'}
                    {firm.phone && ' · '}
                    {firm.phone && <PhoneLink phone={firm.phone} />}
                  </span>
                </span>
                <a
                  class="button button-small"
                  href={paths.newContact(firm.pNumber)}
                  aria-label={`Log kontakt med ${firm.name}`}
                >
                  Log
                </a>
              </div>
            )}
          </List>
          {firms.undecided > 0 && (
            <p>
              <a href={`${paths.undecided}?ansvarlig=mig`}>
                Afklar {showNumber(firms.undecided)}{' '}
                {firms.undecided === 1 ? 'uafklaret virksomhed' : 'uafklarede virksomheder'}
              </a>
            </p>
          )}
          {firms.total > firms.rows.length && (
            <p>
              <a href={`${paths.coverageList(FIGURE_SLUGS.notContacted)}?ansvarlig=mig&enhed=p`}>
                Se alle {showNumber(firms.total)}
              </a>
            </p>
          )}
        </section>

        <FormidlingPanel view={view} due={cards} />

        <PlacementDuePanel due={placements} today={view.today} />

        <DuePanel view={view} due={due} />

        <section class="panel">
          <h2>Frister på dine ordrer</h2>
          <List empty="Ingen frister den næste uge." items={deadlines}>
            {(order) => (
              <>
                <a href={paths.jobOrder(order.id)}>{order.title}</a>{' '}
                <span class="mark mark-warn">
                  ○ Frist {order.deadline && showDistance(order.deadline, view.today)}
                </span>
                <br />
                <span class="muted">
                  {order.firm ?? 'Uden arbejdssted'} · {labels.orderType[order.type]}
                </span>
              </>
            )}
          </List>
        </section>
      </div>
    </Layout>
  );
}

/** One firm's orders with someone new on the list. */
function NewAtFirm({ firm }: { firm: ReturnType<typeof newMatches>['firms'][number] }) {
  const { pNumber, name, orders } = firm;
  return (
    <>
      {pNumber === null ? (
        <span class="muted">Uden arbejdssted</span>
      ) : (
        <a href={paths.company(pNumber)}>{name ?? `P-nummer ${pNumber}`}</a>
      )}
      {orders.map((order) => (
        <div class="row-line">
          <span>
            <a href={paths.shortlist(order.id)}>{order.title}</a>{' '}
            <span class="muted">{labels.orderType[order.type]}</span>
          </span>
          <span class="mark mark-good">
            {showNumber(order.fresh)} {order.fresh === 1 ? 'ny' : 'nye'}
          </span>
        </div>
      ))}
    </>
  );
}

function FindFirm() {
  return (
    <form class="find" method="get" action={paths.companies}>
      <label class="sr-only" for="find">
        Find virksomhed
      </label>
      <input class="form-input" id="find" type="search" name="q" placeholder="Find virksomhed" />
      <button type="submit" class="button button-primary">
        Find
      </button>
    </form>
  );
}

function StepGroup({ view, title, mark, steps }: { view: View; title: string; mark: string; steps: Steps }) {
  if (steps.total === 0) return null;
  return (
    <>
      <h3>
        {title} <span class={`mark ${mark}`}>{showNumber(steps.total)}</span>
      </h3>
      <ul class="rows">
        {steps.rows.slice(0, 12).map((step) => (
          <li class="row-line">
            <span>
              <a href={paths.company(step.pNumber)}>{step.name}</a>
              <br />
              {step.nextStep ?? 'Følg op'}{' '}
              <span class="muted">
                <a href={paths.visitBrief(step.pNumber)}>Besøgsark</a> ·{' '}
                {showDistance(step.nextStepDate, view.today)}
                {step.takenOverFrom && ` · lovet af ${step.takenOverFrom}`}
                {step.phone && ' · '}
                {step.phone && <PhoneLink phone={step.phone} />}
              </span>
            </span>
            <form method="post" action={paths.nextStepDone(step.id)}>
              <FormToken view={view} />
              <input type="hidden" name="til" value={paths.home} />
              <button type="submit" class="button button-small" aria-label={`Klaret: ${step.name}`}>
                ✓ Klaret
              </button>
            </form>
          </li>
        ))}
      </ul>
    </>
  );
}
