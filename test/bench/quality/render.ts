/** Turns facts into the rows of import files: the words people type, some of them spoiled. */
import type { CitizenFacts, OrderFacts } from './facts.ts';
import { readRows } from './facts.ts';
import { NOISES, pick, type Random } from './noise.ts';

const NOISY_SHARE = 0.45;
const TWO_IN_ONE_SHARE = 0.06;

interface Phrases {
  job: string[];
  skill: string[];
}

const phrases = new Map<string, Phrases>(
  readRows('phrases.tsv').map(([id = '', job = '', skill = '']) => [
    id,
    { job: job.split('|').filter(Boolean), skill: skill.split('|').filter(Boolean) },
  ]),
);

const DANISH: string[][] = [
  ['A0'],
  ['A1', 'a1', 'niveau A1'],
  ['A2', 'PD1', 'Prøve i Dansk 1', 'dansk 1', 'prøve i dansk 1 bestået'],
  ['B1', 'PD2', 'pd 2', 'Prøve i Dansk 2', 'dansk 2', 'B1-niveau'],
  ['B2', 'PD3', 'Prøve i dansk 3', 'dansk 3', 'DU3 modul 5'],
  ['C1', 'studieprøven', 'Studieprøven bestået', 'DU3 modul 6'],
  ['C2', 'modersmål', 'C2'],
];

/** The ways in which a certificate or a licence may be written without becoming another one. */
const GENTLE = ['oe, aa, ae'];
const ROUGH = Object.keys(NOISES);

export function renderOrder(order: OrderFacts, random: Random): object {
  const level = (value: number | null) => (value === null ? undefined : danish(value, random));
  const named = order.danishInKrav ? undefined : level(order.danish);
  return {
    ordre_id: order.id,
    p_nummer: '1000000001',
    type: order.type,
    formaal: order.purpose ?? undefined,
    titel: capital(asJob(order.title, random)),
    beskrivelse: 'Se kravene. Ring til jobcentret for mere at vide.',
    antal: 1,
    timer_pr_uge_min: order.hours[0] ?? undefined,
    timer_pr_uge_max: order.hours[1] ?? undefined,
    arbejdstid: order.times,
    alle_arbejdstider: order.allTimes ? 'ja' : 'nej',
    krav: [
      ...order.krav.map((id) => noisy(asSkill(id, random), ROUGH, random)),
      ...order.hardInKrav.map((id) => inAskedWords(id, random)),
      ...(order.danishInKrav && order.danish !== null
        ? [`dansk på ${DANISH[order.danish]?.[0]}-niveau`]
        : []),
      ...order.learnable.map((id) => `${asSkill(id, random)} (kan læres)`),
    ],
    oensker: order.wishes.map((id) => noisy(asSkill(id, random), ROUGH, random)),
    certifikater: order.certificates.map((id) => noisy(asSkill(id, random), GENTLE, random)),
    koerekort: order.licences.map((id) => asSkill(id, random)),
    danskniveau_min: named,
    danskniveau_mundtlig_min: level(order.danishOral),
    danskniveau_skriftlig_min: level(order.danishWritten),
    sprog: order.languages.map((id) => asSkill(id, random)),
    kan_tilbyde: order.offers,
    postnummer: order.postcode,
    startdato: order.start ?? undefined,
    frist: '2027-06-30',
  };
}

export function renderCitizen(citizen: CitizenFacts, random: Random): object {
  const level = (value: number | null) => (value === null ? undefined : danish(value, random));
  return {
    borger_id: citizen.id,
    maalgruppe: citizen.group,
    ydelse_siden: citizen.benefitSince,
    uddannelse: citizen.skilled ? 'kompetencegivende' : 'ingen',
    enlig_forsoerger: yesNo(citizen.provider),
    har_arbejdsgiver: yesNo(citizen.employer),
    ledig_siden: citizen.benefitSince,
    foedselsaar: citizen.birthYear,
    postnummer: citizen.postcode,
    danskniveau: level(citizen.danish),
    danskniveau_mundtlig: level(citizen.danishOral),
    danskniveau_skriftlig: level(citizen.danishWritten),
    sprog: citizen.languages.map((id) => asSkill(id, random)),
    jobmaal: citizen.goals.map((id) => noisy(asJob(id, random), ROUGH, random, true)),
    kompetencer: twoInOne(
      citizen.skills.map((id) => noisy(asSkill(id, random), ROUGH, random)),
      random,
    ),
    erfaring: citizen.experience.map(({ job, years, until }) => ({
      titel: noisy(asJob(job, random), ROUGH, random, true),
      aar: years,
      til: until,
    })),
    certifikater: citizen.certificates.map(
      ({ id, expires }) => noisy(asSkill(id, random), GENTLE, random) + expiry(expires, random),
    ),
    koerekort: citizen.licences?.map((id) => asSkill(id, random)),
    transport: citizen.transports,
    max_rejsetid_min: citizen.maxTravel ?? undefined,
    timer_min: citizen.hours?.[0],
    timer_max: citizen.hours?.[1],
    arbejdstid: citizen.times,
    behov: citizen.needs,
    kan_starte: citizen.canStart ?? undefined,
    maa_deles: yesNo(citizen.mayBeShared),
    beskyttet_adresse: yesNo(citizen.protectedAddress),
  };
}

function asJob(id: string, random: Random): string {
  const { job, skill } = phrasesOf(id);
  return pick(job.length > 0 ? job : skill, random);
}

function asSkill(id: string, random: Random): string {
  return pick(phrasesOf(id).skill, random);
}

function phrasesOf(id: string): Phrases {
  const found = phrases.get(id);
  if (!found) throw new Error(`nobody has written how people say ${id}`);
  return found;
}

function noisy(text: string, kinds: readonly string[], random: Random, isJob = false): string {
  if (random() >= NOISY_SHARE) return text;
  return NOISES[pick(kinds, random)]?.(text, random, isJob) ?? text;
}

/** "pant og flasker" and the like beside another one: two things in one line, as people write them. */
function twoInOne(texts: string[], random: Random): string[] {
  if (texts.length < 2 || random() >= TWO_IN_ONE_SHARE * texts.length) return texts;
  const [first = '', second = '', ...rest] = texts;
  return [`${first}${pick([' og ', ', ', ' / '], random)}${second}`, ...rest];
}

function inAskedWords(id: string, random: Random): string {
  const text = asSkill(id, random);
  if (id.startsWith('koerekort')) return pick(['kørekort B er et krav', 'skal have kørekort B'], random);
  return pick([`skal have ${text}`, `${text} er et krav`], random);
}

function danish(level: number, random: Random): string {
  return pick(DANISH[level] ?? [], random);
}

function expiry(date: string | null, random: Random): string {
  if (date === null) return '';
  const [year, month, day] = date.split('-').map(Number);
  return random() < 0.8 ? ` (${date})` : ` udløber ${day}-${month}-${year}`;
}

function yesNo(value: boolean | null): string | undefined {
  return value === null ? undefined : value ? 'ja' : 'nej';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
