import type { Db } from '../../db/client.ts';
import type { DisclosureTopic } from '../../db/schema/citizen-work.ts';
import type { Engine } from '../../workers/matching/engine.ts';
import type { CitizenTerm, Explanation, MatchCitizen, MatchOrder } from '../../workers/matching/types.ts';
import { maskCpr } from '../citizens/rules.ts';
import { hardDemands } from '../matching/hard-rules.tsx';
import { shortlistOf } from '../matching/live.ts';
import { type CitizenRow, readCitizen, readOrder } from '../matching/market.ts';
import { showHours } from '../ui/hours.ts';
import { labels } from '../ui/labels.ts';

/**
 * So many citizens at least, the person among them, must fit everything that an anonymous profile says; below it figures
 * on people are hidden in public statistics as well (Danmarks Statistik, diskretionering).
 */
export const LEAST_ALIKE = 5;

export interface AnonymousProfile {
  /** the order's own criteria that the citizen meets, in the order's own words */
  lines: string[];
  /** criteria left out because too few citizens meet them together */
  left: number;
}

/**
 * What a firm may hear of a citizen before the yes: which of its own criteria are met, and none that together would
 * point at fewer than LEAST_ALIKE of the order's candidates. Undefined when order or citizen is gone.
 */
export function anonymousProfile(
  db: Db,
  engine: Engine,
  { orderId, citizenId }: { orderId: number; citizenId: number },
  today: string,
): AnonymousProfile | undefined {
  const order = readOrder(db, { id: orderId }, today)?.matchOrder;
  const person = readCitizen(db, citizenId, today)?.matchCitizen;
  if (!order || !person) return undefined;
  const met = (citizen: MatchCitizen) => criteriaMet(order, engine.explain(order, citizen, today));
  const own = met(person);
  const others = (shortlistOf(db, engine, { id: orderId }, { today })?.rows ?? [])
    .filter(({ citizen }) => citizen.id !== citizenId)
    .map(({ matchCitizen }) => met(matchCitizen));
  const lines = withoutSmallCells(own, others);
  return { lines, left: own.length - lines.length };
}

/** Leaves out the rarest criterion until enough people meet all that is left. */
export function withoutSmallCells(own: readonly string[], others: readonly (readonly string[])[]): string[] {
  const sets = others.map((each) => new Set(each));
  let lines = [...own];
  const alike = () => 1 + sets.filter((set) => lines.every((line) => set.has(line))).length;
  while (lines.length > 0 && alike() < LEAST_ALIKE) {
    const holders = (line: string) => sets.filter((set) => set.has(line)).length;
    const rarest = lines.reduce((rare, line) => (holders(line) < holders(rare) ? line : rare));
    lines = lines.filter((line) => line !== rarest);
  }
  return lines;
}

function criteriaMet(order: MatchOrder, { fits }: Explanation): string[] {
  const met = new Set(fits.map(({ requirement }) => requirement));
  const demands = hardDemands(order);
  const facts: [string, string | undefined][] = [
    ['Dansk', demands.danskniveau && `Dansk: ${demands.danskniveau}`],
    ['Timer', demands.timer && `Timer: ${demands.timer}`],
    ['Arbejdstid', demands.arbejdstid && `Arbejdstid: ${demands.arbejdstid}`],
    ['Startdato', demands.startdato && `Kan begynde ${demands.startdato}`],
  ];
  return [
    ...new Set(order.requirements.map(({ text }) => text).filter((text) => met.has(text))),
    ...facts.flatMap(([name, line]) =>
      line && [...met].some((each) => each.startsWith(name)) ? [line] : [],
    ),
  ];
}

/** What the firm is told after the yes: exactly the topics, and nothing where nothing is known. */
export function disclosedProfile(
  topics: readonly DisclosureTopic[],
  { row, terms, orderType }: { row: CitizenRow; terms: CitizenTerm[]; orderType: MatchOrder['type'] },
): [topic: DisclosureTopic, text: string][] {
  const list = (...kinds: CitizenTerm['kind'][]) =>
    terms
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ text, years }) => (years === null ? text : `${text} (${years} år)`))
      .join(', ');
  const danish = [
    row.danish,
    row.danishOral && `mundtligt ${row.danishOral}`,
    row.danishWritten && `skriftligt ${row.danishWritten}`,
  ];
  const hours = [
    showHours(row.hoursMin, row.hoursMax),
    row.workingTimes.map((time) => labels.workingTime[time].toLowerCase()).join(', '),
  ];
  const texts: Record<DisclosureTopic, string> = {
    navn: row.name ?? '',
    telefon: [row.phone, row.email].filter(Boolean).join(', '),
    cv: list('erfaring', 'kompetence', 'certifikat', 'koerekort', 'sprog'),
    jobmaal: list('jobmaal'),
    timer: hours.filter(Boolean).join(' · '),
    hensyn: row.needs.map((need) => labels.need[need]).join(', '),
    ordning: labels.orderType[orderType],
    dansk: danish.filter(Boolean).join(', '),
  };
  return topics.map((topic) => [topic, maskCpr(texts[topic]) || 'Ikke oplyst']);
}
