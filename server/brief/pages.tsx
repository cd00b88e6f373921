import type { Merbeskaeftigelse } from '../capacity/figures.ts';
import { CapacityLines } from '../capacity/panel.tsx';
import type { Capacity } from '../capacity/queries.ts';
import { showAddress } from '../companies/firm-columns.tsx';
import { FirmNotes } from '../companies/firm-notes.tsx';
import { BarMark, showFact } from '../companies/marks.tsx';
import { standingValue } from '../companies/own-values.ts';
import type { openOrdersAt, PUnitDetail } from '../companies/queries.ts';
import type { openStepsAt } from '../contacts/next-steps.ts';
import type { ColleagueContact } from '../contacts/peace.ts';
import { PeaceNote } from '../contacts/peace-note.tsx';
import { paths } from '../paths.ts';
import { PlacementsPanel } from '../placements/panel.tsx';
import type { PlacementView } from '../placements/queries.ts';
import { showDate, showDistance } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { PhoneLink } from '../ui/reach-links.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { lastTalks, peopleWeKnow } from './queries.ts';

const LONGEST_NOTE = 280;

interface BriefProps {
  view: View;
  firm: PUnitDetail;
  people: ReturnType<typeof peopleWeKnow>;
  talks: ReturnType<typeof lastTalks>;
  steps: ReturnType<typeof openStepsAt>;
  orders: ReturnType<typeof openOrdersAt>;
  candidates: ReadonlyMap<number, number>;
  /** running now */
  placements: readonly PlacementView[];
  colleagues: ColleagueContact[];
  capacity: Capacity;
  merbeskaeftigelse: Merbeskaeftigelse | undefined;
  rights: { log: boolean; seeOrders: boolean; seeCandidates: boolean };
}

/** Everything one should know at the door, on one screen and on one sheet of paper. */
export function BriefPage(props: BriefProps) {
  const { view, firm, rights } = props;
  const phone = standingValue(firm.ownValues, 'telefon')?.value ?? firm.phone ?? firm.company.phone;
  return (
    <Layout view={view} title={`Besøgsark: ${firm.name}`} aside={<Actions {...props} />}>
      <p class="lead">
        {showAddress(firm)}
        {firm.branchText && ` · ${firm.branchText}`}
        {phone && ' · '}
        {phone && <PhoneLink phone={phone} />} <BarMark bar={firm.bar} />
      </p>
      <FirmNotes firm={firm} today={view.today} />
      <PeaceNote contacts={props.colleagues} today={view.today} />
      <div class="brief">
        <section>
          <h2>Hvem kender vi</h2>
          <People {...props} />
          <h2>Lovet</h2>
          <Promises {...props} />
          <h2>Ansatte</h2>
          <Headcount firm={firm} />
          {rights.seeOrders && (
            <>
              <h2>Plads til støttede</h2>
              <CapacityLines capacity={props.capacity} merbeskaeftigelse={props.merbeskaeftigelse} />
            </>
          )}
        </section>
        <section>
          <h2>Åbne jobordrer</h2>
          <Orders {...props} />
          {rights.seeOrders && <PlacementsPanel rows={props.placements} newHref={null} tells="borger" />}
          <h2>Seneste samtaler</h2>
          <Talks {...props} />
        </section>
      </div>
      <p class="muted">
        Ansvarlig: {firm.ownerName ?? 'ingen'} · P-nummer {firm.pNumber} · Skrevet {showDate(view.today)}
      </p>
    </Layout>
  );
}

function Actions({ firm, rights }: BriefProps) {
  return (
    <>
      {rights.log && (
        <a class="button button-primary" data-key="l" href={paths.newContact(firm.pNumber)}>
          Log kontakt
        </a>
      )}
      <a class="button" href={paths.company(firm.pNumber)}>
        Virksomheden
      </a>
    </>
  );
}

function People({ firm, people, view }: BriefProps) {
  const persons = firm.persons.filter(({ leftOn }) => leftOn === null);
  if (persons.length + people.length === 0)
    return <p class="muted">Ingen navne endnu. Spørg, og skriv det, når du logger.</p>;
  return (
    <ul class="rows">
      {persons.map(({ name, role, phone, lastSpokenTo }) => (
        <li>
          <strong>{name}</strong> {role && <span class="muted">{role}</span>}{' '}
          {phone && <PhoneLink phone={phone} />}{' '}
          <span class="muted">
            {lastSpokenTo ? `sidst ${showDistance(lastSpokenTo, view.today)}` : 'ikke talt med endnu'}
          </span>
        </li>
      ))}
      {people.map(({ name, lastDate, talks }) => (
        <li>
          {name}{' '}
          <span class="muted">
            {lastDate && `sidst ${showDistance(lastDate, view.today)}`} ·{' '}
            {talks === 1 ? '1 gang' : `${showNumber(talks)} gange`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Promises({ steps, view }: BriefProps) {
  if (steps.length === 0) return <p class="muted">Intet åbent.</p>;
  return (
    <ul class="rows">
      {steps.map(({ nextStep, nextStepDate, byName }) => (
        <li>
          {nextStepDate && nextStepDate < view.today && <span class="mark mark-bad">⚠ overskredet</span>}{' '}
          {nextStep ?? 'Følg op'}{' '}
          <span class="muted">
            {nextStepDate && showDistance(nextStepDate, view.today)}
            {byName && ` · ${byName}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Headcount({ firm: { headcount } }: Pick<BriefProps, 'firm'>) {
  if (!headcount) return <p class="muted">Intet tal. Spørg, hvor mange de er.</p>;
  return (
    <p>
      <strong>{showFact(headcount)}</strong>{' '}
      <span class="muted">
        {labels.headcountSource[headcount.source]}, fra {showDate(headcount.validFrom)}
      </span>
    </p>
  );
}

function Orders({ orders, candidates, rights }: BriefProps) {
  if (orders.length === 0) return <p class="muted">Ingen. Spørg, hvad de mangler.</p>;
  return (
    <ul class="rows">
      {orders.map(({ id, title, type, positions, deadline }) => (
        <li>
          {rights.seeOrders ? <a href={paths.jobOrder(id)}>{title}</a> : title}{' '}
          <span class="muted">
            {labels.orderType[type]} · {showNumber(positions)} {positions === 1 ? 'plads' : 'pladser'}
            {deadline && ` · frist ${showDate(deadline)}`}
          </span>
          <br />
          <Candidates id={id} count={candidates.get(id)} mayOpen={rights.seeCandidates} />
        </li>
      ))}
    </ul>
  );
}

function Candidates({ id, count, mayOpen }: { id: number; count: number | undefined; mayOpen: boolean }) {
  if (count === undefined) return <span class="muted">Ikke med i den seneste matchkørsel</span>;
  const text = count === 1 ? '1 kandidat' : `${showNumber(count)} kandidater`;
  return (
    <>
      {mayOpen ? <a href={paths.shortlist(id)}>{text}</a> : text}{' '}
      <span class="muted">i den seneste matchkørsel</span>
    </>
  );
}

function Talks({ talks }: BriefProps) {
  if (talks.length === 0) return <p class="muted">Vi har aldrig talt med dem.</p>;
  return (
    <ol class="rows">
      {talks.map((talk) => (
        <li>
          <strong>{showDate(talk.contactDate)}</strong> {labels.kind[talk.kind]},{' '}
          {labels.outcome[talk.outcome].toLowerCase()}{' '}
          <span class="muted">
            {[talk.byName ?? talk.consultantName, talk.contactPerson && `talte med ${talk.contactPerson}`]
              .filter(Boolean)
              .join(', ')}
          </span>
          {(talk.note ?? talk.topic) && (
            <>
              <br />
              {shorten(talk.note ?? talk.topic ?? '')}
            </>
          )}
        </li>
      ))}
    </ol>
  );
}

/** One sheet of paper: the whole note stands on the firm's page. */
function shorten(text: string): string {
  const letters = [...text];
  return letters.length <= LONGEST_NOTE ? text : `${letters.slice(0, LONGEST_NOTE).join('').trimEnd()} …`;
}
