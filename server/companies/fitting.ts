import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { ownValue } from '../../db/schema/firm-work.ts';
import { numberList } from '../coverage/conditions.ts';
import { type FirmFacts, type LiveAnswer, liveAnswer } from '../coverage/live.ts';
import type { CoverageQuestion } from '../coverage/queries.ts';
import { firmsWith } from '../records/queries.ts';
import { SEGMENTS, type Segment } from '../records/rules.ts';
import { membersOf } from '../users/queries.ts';
import { followedFirms, substituteFirms, teamFirms } from './care.ts';
import { type Reach, reachAt } from './firm-rows.ts';
import { foldText } from './fold.ts';
import type { FirmFilters, FirmState, SizeClass } from './list.ts';
import type { Bounds } from './rules.ts';
import { silences, silentSince } from './silence.ts';

/** Whether a place of work fits one filter. */
type Test = (firm: FirmFacts) => boolean;
type NumberTest = (pNumber: number) => boolean;

/** A test for each filter that is set. */
interface Tests {
  /** those of the P-number alone: tens of thousands of firms are passed over without being fetched */
  byNumber: NumberTest[];
  byFirm: Test[];
}

const MOST_WORDS = 6;

/** `ceased` is no test, but another order to look through. */
export function testsOf(db: Db, filters: FirmFilters, question: CoverageQuestion): Tests {
  return { byNumber: numberTests(db, filters, question), byFirm: firmTests(db, filters, question.to) };
}

function numberTests(db: Db, filters: FirmFilters, question: CoverageQuestion): NumberTest[] {
  const today = question.to;
  const { followedBy, size, reach } = filters;
  const tests: NumberTest[] = [];
  if (followedBy !== undefined) tests.push(isOneOf(followedFirms(db, followedBy, today)));
  if (size) tests.push(sizeTest(liveAnswer(db, question), size));
  if (reach) tests.push(reachTest(liveAnswer(db, question), reach));
  tests.push(...silenceTests(db, filters, question));
  if (filters.segment) tests.push(segmentTest(db, filters.segment, today));
  if (filters.state) tests.push(stateTest(db, filters.state, today));
  return tests;
}

function firmTests(db: Db, filters: FirmFilters, today: string): Test[] {
  const { ownerUserId, caredForBy, teamId, postcode } = filters;
  const tests: Test[] = [];
  if (ownerUserId !== undefined) tests.push((firm) => firm.ownerUserId === ownerUserId);
  if (caredForBy !== undefined) tests.push(careTest(db, caredForBy, today));
  if (teamId !== undefined) tests.push(teamTest(db, teamId, today));
  if (filters.branch) tests.push(branchTest(filters.branch));
  if (postcode) tests.push((firm) => firm.postcode?.startsWith(postcode) ?? false);
  return [...tests, ...searchTests(db, filters.q ?? '')];
}

function silenceTests(db: Db, filters: FirmFilters, question: CoverageQuestion): NumberTest[] {
  const { silence, notContactedSince, notVisitedSince } = filters;
  const answer = () => liveAnswer(db, question);
  const tests: NumberTest[] = [];
  if (silence) {
    const silenceOf = silences(answer(), question);
    tests.push((pNumber) => silenceOf(pNumber) === silence);
  }
  if (notContactedSince) tests.push(silentSince(answer().latestContacts(), notContactedSince));
  if (notVisitedSince) tests.push(silentSince(answer().latestVisits(), notVisitedSince));
  return tests;
}

function isOneOf(firms: ReadonlySet<number>): NumberTest {
  return (pNumber) => firms.has(pNumber);
}

function careTest(db: Db, userId: number, today: string): Test {
  const asSubstitute = substituteFirms(db, userId, today);
  return ({ pNumber, ownerUserId }) => ownerUserId === userId || asSubstitute.has(pNumber);
}

function teamTest(db: Db, teamId: number, today: string): Test {
  const ofTeam = teamFirms(db, teamId, today);
  const members = new Set<number | null>(membersOf(db, teamId));
  return ({ pNumber, ownerUserId }) => members.has(ownerUserId) || ofTeam.has(pNumber);
}

/** All are gone through as they lie in the memory, which takes half the time of looking each up. */
function sizeTest({ states, counting }: LiveAnswer, size: SizeClass): NumberTest {
  if (size === 'udenfor') return (pNumber) => !states.has(pNumber);
  const limit = counting.rule.moreThanEmployees;
  const fitting = new Set<number>();
  for (const [pNumber, bounds] of states) if (isInClass(bounds, size, limit)) fitting.add(pNumber);
  return isOneOf(fitting);
}

function isInClass(
  { minCount, maxCount }: Bounds,
  size: Exclude<SizeClass, 'udenfor'>,
  limit: number,
): boolean {
  if (minCount === null) return size === 'uoplyst';
  switch (size) {
    case 'i_maal':
      return minCount > limit;
    case 'uafklaret':
      return minCount <= limit && (maxCount === null || maxCount > limit);
    case 'under':
      return maxCount !== null && maxCount <= limit;
    case 'uoplyst':
      return false;
    case '3-9':
      return minCount >= 3 && minCount <= 9;
    case '10-49':
      return minCount >= 10 && minCount <= 49;
    case '50':
      return minCount >= 50;
  }
}

function reachTest(answer: LiveAnswer, wanted: Reach): NumberTest {
  const reaches = answer.reaches();
  return (pNumber) => reachAt(reaches.get(pNumber)) === wanted;
}

/** The order in SEGMENTS decides between two: strategisk first. */
function segmentTest(db: Db, segment: Segment, today: string): NumberTest {
  const kinds = SEGMENTS.filter((one) => one !== 'oevrig');
  const before = firmsWith(db, segment === 'oevrig' ? kinds : kinds.slice(0, kinds.indexOf(segment)), today);
  if (segment === 'oevrig') return (pNumber) => !before.has(pNumber);
  const wanted = firmsWith(db, [segment], today);
  return (pNumber) => wanted.has(pNumber) && !before.has(pNumber);
}

function stateTest(db: Db, state: FirmState, today: string): NumberTest {
  const firms = firmsWith(db, state === 'klar' ? ['ikke_nu', 'aldrig_igen'] : [state], today);
  return (pNumber) => firms.has(pNumber) !== (state === 'klar');
}

/** A town has some hundreds of branches and tens of thousands of firms: each text is looked through once. */
function branchTest(branch: string): Test {
  const text = branch.trim().slice(0, 100);
  if (/^\d+$/.test(text)) return ({ branchCode }) => branchCode?.startsWith(text) ?? false;
  const word = foldText(text);
  const answers = new Map<string, boolean>();
  return ({ branchText }) => {
    if (branchText === null) return false;
    const known = answers.get(branchText) ?? foldText(branchText).includes(word);
    answers.set(branchText, known);
    return known;
  };
}

/** Every word must be in the name; a number may also begin a CVR or P-number (10 000 000 00 with spaces as well). */
function searchTests(db: Db, q: string): Test[] {
  const text = foldText(q).trim().slice(0, 100);
  const digits = text.replaceAll(/\s/g, '');
  const named = text
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, MOST_WORDS)
    .map((word) => nameTest(db, word));
  if (!/^\d{4,10}$/.test(digits)) return named;
  const numbered: Test = ({ cvr, pNumber }) =>
    String(cvr).startsWith(digits) || String(pNumber).startsWith(digits);
  // A whole number is no name.
  return digits.length >= 8 ? [numbered] : [(firm) => numbered(firm) || named.every((fits) => fits(firm))];
}

/** In the register's name, or in what we call the firm ourselves (the few that own_value has). */
function nameTest(db: Db, word: string): Test {
  const named = new Set(ownNamesWith(db).get({ word })?.pNumbers);
  return ({ nameFolded, pNumber }) => nameFolded.includes(word) || named.has(pNumber);
}

const ownNamesWith = preparedOnce((db: Db) =>
  db
    .select({ pNumbers: numberList(ownValue.pNumber) })
    .from(ownValue)
    .where(
      and(
        eq(ownValue.field, 'navn'),
        isNull(ownValue.supersededAt),
        sql`instr(${ownValue.valueFolded}, ${sql.placeholder('word')}) > 0`,
      ),
    )
    .prepare(),
);
