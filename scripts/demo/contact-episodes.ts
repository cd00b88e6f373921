/** What happens with one firm in one quarter: calls before the visit, the contact itself, what follows. */
import { isWorkingDay } from '../../server/coverage/calendar.ts';
import type { DemoUnit } from './company-model.ts';
import { drawContactDay } from './contact-days.ts';
import type { ContactKind, ContactOutcome, DemoContact } from './contacts.ts';
import { addDays, monthOf } from './dates.ts';
import type { Random } from './random.ts';
import { MONTHS, NEXT_STEPS, NOTES, type NoteKind, THEMES } from './words/notes.ts';
import { OCCUPATIONS } from './words/occupations.ts';

/** How a consultant works. */
export interface Desk {
  username: string;
  colleagues: string[];
  /** 1 = as most; more firms reached */
  energy: number;
  /** Share of contacts with a note. */
  writes: number;
  /** 1 = as most; more visits among the contacts */
  visits: number;
}

export interface Scene {
  random: Random;
  today: string;
  unit: DemoUnit;
  desk: Desk;
}

export function drawContactedQuarter(scene: Scene, first: string, last: string): DemoContact[] {
  const { random, unit, desk } = scene;
  const date = drawContactDay(random, first, last);
  if (date === null) return [];
  const kind = drawKind(random, desk);
  const outcome = drawOutcome(random, kind);
  const before = kind === 'besoeg' && random.chance(0.6) ? [bookingCall(scene, first, date)] : [];
  const tries = random.chance(0.34) ? drawAttempts(scene, first, addDays(date, -1), random.int(1, 2)) : [];
  const main = contact(scene, date, kind, outcome, noteKindOf(kind, outcome));
  const after = outcome === 'opnaaet' ? drawFollowUps(scene, date, unit.endDate) : [];
  const rows = [...tries, ...before.flat(), main, ...after];
  const newest = rows.at(-1);
  if (newest && random.chance(outcome === 'senere' ? 0.75 : 0.42)) addNextStep(scene, newest, outcome);
  return rows;
}

/** Nobody was reached this quarter. */
export function drawTriedQuarter(scene: Scene, first: string, last: string): DemoContact[] {
  return drawAttempts(scene, first, last, scene.random.int(1, 3));
}

/** A case worker follows up on somebody who is placed with the firm. */
export function drawVisitByCaseworker(scene: Scene, first: string, username: string): DemoContact[] {
  const { random, today, unit } = scene;
  const rows: DemoContact[] = [];
  for (let count = random.int(1, 3); count > 0; count--) {
    const date = drawContactDay(random, first, unit.endDate ?? today);
    if (date === null) continue;
    const kind = random.pick(['telefon', 'besoeg', 'moede', 'telefon'] as const);
    const row = contact(scene, date, kind, 'opnaaet', 'caseworker');
    rows.push({ ...row, konsulent: username, tema: 'opfølgning', tilbud: '' });
  }
  return rows;
}

/** The spring and autumn letter to firms with more than two employees. */
export function drawMailing(scene: Scene, first: string): DemoContact[] {
  const { today } = scene;
  const sent = [-60, -240, -420].map((days) => nextWorkday(addDays(today, days)));
  return sent
    .filter((date) => date >= first)
    .map((date) => ({
      ...contact(scene, date, 'brev', 'besked_lagt', 'message'),
      tema: 'introduktion',
      tilbud: '',
      kontaktperson: '',
      note: 'Nyhedsbrev til virksomheder',
    }));
}

function drawKind(random: Random, desk: Desk): ContactKind {
  const weights: [ContactKind, number][] = [
    ['telefon', 44],
    ['besoeg', 31 * desk.visits],
    ['mail', 11],
    ['onlinemoede', 5],
    ['moede', 4],
    ['sms', 2.5],
    ['arrangement', 2.5],
  ];
  return random.weighted(weights, ([, weight]) => weight)[0];
}

function drawOutcome(random: Random, kind: ContactKind): ContactOutcome {
  if (kind === 'besoeg' || kind === 'moede' || kind === 'onlinemoede' || kind === 'arrangement') {
    return random.chance(0.95) ? 'opnaaet' : 'senere';
  }
  return random.weighted(['opnaaet', 'senere', 'ikke_interesseret'] as const, (outcome) =>
    outcome === 'opnaaet' ? 80 : outcome === 'senere' ? 12 : 8,
  );
}

function noteKindOf(kind: ContactKind, outcome: ContactOutcome): NoteKind {
  if (outcome === 'senere') return 'later';
  if (outcome === 'ikke_interesseret') return 'refused';
  if (kind === 'arrangement') return 'event';
  if (kind === 'mail' || kind === 'sms') return 'mail';
  return kind === 'besoeg' || kind === 'moede' ? 'visit' : 'reached';
}

function messageNotes(kind: ContactKind): NoteKind {
  return kind === 'telefon' ? 'voicemail' : 'message';
}

function bookingCall(scene: Scene, first: string, visit: string): DemoContact[] {
  const { random } = scene;
  const earliest = addDays(visit, -16);
  const date = drawContactDay(random, earliest > first ? earliest : first, addDays(visit, -1));
  if (date === null) return [];
  const row = contact(scene, date, random.chance(0.8) ? 'telefon' : 'mail', 'opnaaet', 'reached');
  const note =
    row.note === '' ? '' : random.pick(['aftalt besøg', 'besøg booket', 'Møde aftalt hos dem', row.note]);
  return [{ ...row, note, naeste_skridt: 'besøg', naeste_dato: visit }];
}

function drawAttempts(scene: Scene, first: string, last: string, count: number): DemoContact[] {
  const { random } = scene;
  const rows: DemoContact[] = [];
  for (let index = 0; index < count; index++) {
    const date = drawContactDay(random, first, last);
    if (date === null) continue;
    const spoken = random.chance(0.6);
    const kind = spoken ? 'telefon' : random.pick(['telefon', 'mail', 'mail', 'sms'] as const);
    rows.push(
      contact(
        scene,
        date,
        kind,
        spoken ? 'ikke_opnaaet' : 'besked_lagt',
        spoken ? 'unanswered' : messageNotes(kind),
      ),
    );
  }
  return rows;
}

function drawFollowUps(scene: Scene, date: string, endDate: string | null): DemoContact[] {
  const { random, today, desk } = scene;
  const rows: DemoContact[] = [];
  for (
    let count = random.weighted([0, 1, 2, 3], (value) => [52, 30, 13, 5][value] ?? 0);
    count > 0;
    count--
  ) {
    const last = [addDays(date, 34), today, endDate ?? today].sort()[0] ?? today;
    const day = drawContactDay(random, addDays(date, 2), last);
    if (day === null) continue;
    const kind = random.weighted(['mail', 'telefon', 'besoeg', 'sms'] as const, (value) =>
      value === 'mail' ? 40 : value === 'telefon' ? 40 : value === 'besoeg' ? 14 * desk.visits : 6,
    );
    const sent = kind !== 'besoeg' && random.chance(0.3);
    rows.push(
      contact(
        scene,
        day,
        kind,
        sent ? 'besked_lagt' : 'opnaaet',
        sent ? messageNotes(kind) : noteKindOf(kind, 'opnaaet'),
      ),
    );
  }
  return rows.sort((one, other) => (one.dato < other.dato ? -1 : 1));
}

function addNextStep(scene: Scene, row: DemoContact, outcome: ContactOutcome): void {
  const { random } = scene;
  const days = outcome === 'senere' ? random.int(30, 120) : random.int(4, 60);
  row.naeste_skridt = outcome === 'senere' ? 'ring op' : random.pick(NEXT_STEPS);
  row.naeste_dato = nextWorkday(addDays(row.dato, days));
}

function nextWorkday(date: string): string {
  return isWorkingDay(date) ? date : nextWorkday(addDays(date, 1));
}

function contact(
  scene: Scene,
  dato: string,
  art: ContactKind,
  udfald: ContactOutcome,
  notes: NoteKind,
): DemoContact {
  const { random, unit, desk } = scene;
  const spokenWith = udfald !== 'ikke_opnaaet' && udfald !== 'besked_lagt';
  const [tema, , offers] = random.weighted(THEMES, ([, weight]) => weight);
  const inbound =
    spokenWith && (art === 'telefon' ? random.chance(0.13) : art === 'mail' && random.chance(0.34));
  return {
    p_nummer: String(unit.pNumber),
    dato,
    art,
    retning: inbound ? 'ind' : 'ud',
    udfald,
    tema: random.chance(spokenWith ? 0.8 : 0.35) ? tema : '',
    tilbud: spokenWith && udfald === 'opnaaet' && random.chance(0.4) ? random.pick(offers) : '',
    konsulent: random.chance(0.03) ? '' : random.chance(0.9) ? desk.username : random.pick(desk.colleagues),
    kontaktperson: random.chance(spokenWith ? 0.7 : 0.12) ? unit.contactPerson : '',
    note: random.chance(desk.writes) ? drawNote(scene, dato, notes) : '',
    naeste_skridt: '',
    naeste_dato: '',
  };
}

function drawNote(scene: Scene, date: string, kind: NoteKind): string {
  const { random, unit } = scene;
  const works = OCCUPATIONS.filter((occupation) => occupation.trades.includes(unit.tradeKey));
  const work = works.length > 0 ? random.pick(random.pick(works).goals) : 'en medhjælper';
  const notes: string[] = NOTES[kind];
  const filled = random
    .pick(unit.headcount > 1 ? notes : notes.filter((note) => !note.includes('{ansatte}')))
    .replaceAll('{arbejde}', work)
    .replaceAll('{antal}', String(random.int(1, 4)))
    .replaceAll('{ansatte}', String(unit.headcount))
    .replaceAll('{timer}', String(random.int(8, 25)))
    .replaceAll('{uge}', String(random.int(2, 50)))
    .replaceAll('{maaned}', MONTHS[(monthOf(date) + random.int(0, 3)) % 12] ?? '');
  return random.chance(0.14) ? filled.toLowerCase() : filled;
}
