import type { ExclusionReason, MatchCitizen, MatchOrder } from '../../workers/matching/types.ts';
import { showDate } from '../ui/dates.ts';
import { showHours } from '../ui/hours.ts';
import { labels } from '../ui/labels.ts';
import { inWords } from './near-text.ts';
import type { RuleVerdict } from './pair.ts';
import { isAsked, type OrderedReason, STRENGTH_WORDS } from './reason-words.ts';

/** What the comparison never sees, to the citizen and to colleagues. test/matching-fairness.test.ts keeps it true. */
export const NOT_COMPARED: readonly { toYou: string; toStaff: string }[] = [
  { toYou: 'dit CPR-nummer og dit navn', toStaff: 'CPR-nummer og navn' },
  { toYou: 'din alder og dit køn', toStaff: 'alder og køn (alder kun om en regel giver adgang)' },
  { toYou: 'hvor du eller din familie kommer fra', toStaff: 'oprindelse' },
  { toYou: 'dit helbred', toStaff: 'helbred' },
  {
    toYou: 'din adresse (kun postnummeret, til at regne rejsetiden)',
    toStaff: 'adresse (kun postnummeret, til at regne rejsetiden)',
  },
  {
    toYou: 'hvilken ydelse du får, og hvor længe (kun om reglerne giver adgang til denne type plads)',
    toStaff: 'ydelse og varighed (kun om reglerne giver adgang til typen)',
  },
  { toYou: 'hvornår du blev oprettet i systemet', toStaff: 'hvornår borgeren blev oprettet' },
];

/** What a citizen may have put right, and who does it. */
export const CORRECTIONS = [
  'Dine kompetencer, din erfaring, dine jobmål, certifikater og kørekort: din sagsbehandler retter dem, mens du ser på.',
  'Timer, arbejdstid, startdato, transport og rejsetid: det bestemmer du; sig det til din sagsbehandler.',
  'Et ord, der er forstået forkert: sig, hvad du mener. Din sagsbehandler kan rette forståelsen med det samme.',
  'Om dine oplysninger må deles med virksomheder: det kan du altid ændre.',
];

/** A hard rule in the words one says to the person it is about. */
export function ruleToYou({ rule, demand }: RuleVerdict, order: MatchOrder, person: MatchCitizen): string {
  const text: Readonly<Record<ExclusionReason, string>> = {
    virksomhed: 'Kommunen henviser ikke nogen til virksomheden for tiden.',
    maa_ikke_deles: 'Der er ikke et ja til, at dine oplysninger må deles med virksomheder.',
    sat_til_side: 'En medarbejder har sat dig til side for netop dette job.',
    maalgruppe: 'De gældende regler giver dig ikke adgang til denne type plads.',
    har_arbejdsgiver: 'Det står, at du har en arbejdsgiver. Så foreslås ordinære job ikke.',
    i_forloeb: 'Du er i et andet forløb på fuld tid, når jobbet begynder.',
    koerekort: `Jobbet kræver kørekort: ${demand || 'se kravene nedenfor'}. Det står ikke blandt dine gyldige kørekort.`,
    certifikat: `Jobbet kræver ${demand || 'et bevis, der er nævnt i kravene'}. Det står ikke blandt dine gyldige beviser.`,
    danskniveau: `Jobbet kræver dansk ${demand || 'på et højere niveau'}. Dit niveau står som ${danishOf(person)}.`,
    timer: `Jobbet er på ${showHours(order.hoursMin, order.hoursMax)} timer om ugen. Du har oplyst ${showHours(person.hoursMin, person.hoursMax)}.`,
    arbejdstid: `Jobbet ligger ${demand}. Du har oplyst ${timesOf(person)}.`,
    startdato: `Jobbet begynder ${showDate(order.startDate)}. Du kan begynde ${showDate(person.canStart)}.`,
    rejsetid: `Vejen til jobbet er længere end de ${person.maxTravelMinutes ?? 0} minutter, du har oplyst.`,
    vilkaar: 'Arbejdet har vilkår, som ikke kan tilpasses det, du har brug for.',
  };
  return text[rule];
}

function danishOf({ danish, danishOral, danishWritten }: MatchCitizen): string {
  const levels = [danish, danishOral, danishWritten].filter((level) => level !== null);
  return levels.length === 0 ? 'lavere' : levels.map((level) => `»${level}«`).join(' / ');
}

function timesOf({ workingTimes }: MatchCitizen): string {
  return inWords(
    workingTimes.map((time) => labels.workingTime[time].toLowerCase()),
    'og',
  );
}

/** One thing that the order asks for, said to the person. */
export function reasonToYou({ verdict, reason }: OrderedReason): string {
  const { said, label, strength, requirement, text } = reason;
  if (said !== null && label !== null) {
    const likeness = verdict === 'related' ? 'Det ligner' : 'Det er forstået som';
    return `Du har oplyst »${said}«. ${likeness} ${label}.`;
  }
  if (verdict === 'lacks') {
    return strength === null ? text : 'Det står ikke blandt dine oplysninger. Kan du det, så sig til.';
  }
  if (verdict === 'unknown') {
    return isAsked(reason)
      ? `Det ved vi ikke endnu. ${requirement === 'Behov' ? 'Det skal aftales med virksomheden.' : 'Fortæl din sagsbehandler det.'}`
      : 'Systemet kunne ikke læse det. Det tæller hverken for eller imod.';
  }
  return text;
}

/** krav, ønske, Jobmål B; what is none of them is a condition of the job, or was not understood. */
export function askedAs({ verdict, reason }: OrderedReason): string {
  const { strength, said, short } = reason;
  if (strength !== null) return STRENGTH_WORDS[strength].toLowerCase();
  if (said !== null && short !== null) return short;
  return verdict === 'unknown' && !isAsked(reason) ? 'fra ordren' : 'vilkår';
}
