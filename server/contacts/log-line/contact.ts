import type { ContactDirection } from '../../../db/schema/contacts.ts';
import type { Mention } from './mentions.ts';
import type { LoggedOutcome } from './outcome.ts';

/** The contact the line is about: the last one that took place or was tried, of a kind that is said. */
export function latestContact(mentions: readonly Mention[]): Mention | null {
  const done = mentions.filter(({ status, kind }) => status === 'done' && kind !== null);
  const own = done.filter(({ kind }) => kind !== 'arrangement');
  const last = own.at(-1) ?? done[0] ?? null;
  // "mødte dem på jobmessen"
  const event = done.find(({ kind, clause }) => kind === 'arrangement' && clause === last?.clause);
  if (event && last?.kind === 'moede' && last.form === 'past') return event;
  if (!last) return null;
  // "ringede …, tlf": the verb says more than the noun of the same kind.
  return own.findLast(({ kind, form }) => kind === last.kind && form === 'past') ?? last;
}

const THEY =
  '(?:de|han|hun|¤|ejeren|chefen|direktoeren|lederen|mesteren|formanden|kunden|virksomheden|firma)';
const CAME_IN = new RegExp(
  [
    ' (?:oplyst|sendt|modtaget|meldt) af ¤ ',
    ' besked (?:til (?:mig|os)|paa (?:min|vores)) ',
    ` ${THEY}(?: har| der)?(?: selv| lige| ogsaa| saa)* (?:ringede|called) `,
    ' ringede (?:de|han|hun) (?!op|til)',
    ' (?:ringede|called) (?:\\S+ )?(?:selv|ind|tilbage|os|mig) ',
    ' (?:¤|de|han|hun) har (?:lige |selv )?ringet (?!op)',
    ' (?:opringning|opkald|telefon|mail|sms|brev|henvendelse|besoeg|besked) (?:\\S+ )?fra ',
    ' (?:mail|sms|brev|opkald) (?:er )?(?:ind|modtaget|indgaaet) ',
    ' (?:fik|faaet|modtaget|modtog) (?:\\S+ ){0,2}(?:mail|sms|brev|opkald|opringning) ',
    `(?<! (?:til|t|hos)) ${THEY} (?:har )?(?:skrev|sendt|smsede|mailede|svarede) `,
    ' svarede (?:paa )?(?:\\S+ )?(?:mail|sms|brev) ',
    ' (?:mail|sms) (?:\\S+ ){0,3}svarede ',
    ' kom (?:\\S+ ){0,2}(?:forbi|ind) (?:hos os|paa|til os|kontoret|jobcentret|kommunen|her)',
    ' (?:kom|var) (?:her|paa besoeg hos os|paa besoeg her|forbi kontoret|forbi os|inde hos os) ',
    ` ${THEY} (?:\\S+ )?kom (?:\\S+ )?forbi `,
    ' besoegte (?:os|vores|our|kontoret) ',
    ' besoeg (?:\\S+ )?af ',
    ' besoeg (?:hos|ved) os ',
    ' (?:kiggede|kom) (?:\\S+ )?ind (?:paa|ad|til|i) ',
    ' personlig henvendelse ',
    ' har (?:nu |lige |selv )?svar paa (?:min |vores )?(?:mail|sms|brev) ',
    '(?<! (?:jeg|vi)) ringede (?:lige |ind )?fra ¤ ',
    ' fra ¤ til os ',
    ' \\) (?:har )?(?:lige |selv )?ringede ',
    ` ${THEY} (?:sms|mail|mailer) at `,
    ' (?:ringet|ringede|kontaktet) (?:op )?af ',
  ].join('|'),
);
const WENT_OUT =
  /(?: jeg| vi)(?: har)?(?: lige| selv| saa)* (?:ringede|ringet|besoegte|skrev|sendt|mailede|smsede) | (?:ringede|ringet|telefon|opkald|opringning|mail|sms|brev)(?: (?:op|forgaeves|igen|jeg|sendt|lige))* (?:til|t|hos) | jeg ringede | kontaktet (?!os|af)| ringede jeg | ringede vi /;

/** Who took the contact; null where the line does not say ("telefon med X", a meeting). */
export function directionOf(
  flat: string,
  contact: Mention | null,
  outcome: LoggedOutcome | null,
): ContactDirection | null {
  if (!contact) return null;
  const { kind, form } = contact;
  if (kind === 'moede' || kind === 'onlinemoede' || kind === 'arrangement') return null;
  const about = surroundings(flat, contact);
  if (/ besked (?:til (?:mig|os)|paa (?:min|vores)) /.test(about)) return 'ind';
  if (outcome === 'ikke_opnaaet' || outcome === 'besked_lagt') return 'ud';
  const [cameIn, wentOut] = [CAME_IN.exec(about), WENT_OUT.exec(about)];
  // "Skals Smede ringede om dem, vi har sendt": what they did is told first.
  if (cameIn && (!wentOut || (form === 'past' && cameIn.index === 0))) return 'ind';
  if (kind === 'besoeg' || form === 'past') return isNameBefore(about, contact) ? 'ind' : 'ud';
  if (wentOut || / (?:sendt|har sendt|skrev) /.test(about)) return 'ud';
  return null;
}

/** "Lars fra Danfeed ringede" is read as THEY through ¤; "I søndags ringede ¤" has its subject behind. */
function isNameBefore(about: string, { kind }: Mention): boolean {
  return kind === 'telefon' && / § (?:ringede) ¤ /.test(about.replace(/§+/g, '§'));
}

/** The contact's own clause, and the words that lead to it. */
function surroundings(flat: string, { clause }: Mention): string {
  const next = flat.slice(clause.to).search(/ (?:[.;!:,()-]|men) /);
  return `${flat.slice(clause.from, next < 0 ? flat.length : Math.min(clause.to + next, clause.to + 60))} `;
}
