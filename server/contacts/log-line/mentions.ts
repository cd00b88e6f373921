import type { ContactKind } from '../../../db/schema/contacts.ts';
import { type Clause, clauseAt } from './clauses.ts';
import type { DateMention } from './date-readings.ts';
import { covers, type Step } from './steps.ts';

/** done: took place or was tried; planned: is to come; void: denied, cancelled, replaced */
export type Status = 'done' | 'planned' | 'void';

/** A word of contact in the line. kind null: "talte med", "aftalt", which says nothing of how. */
export interface Mention {
  kind: ContactKind | null;
  form: 'past' | 'noun' | 'plan';
  status: Status;
  from: number;
  to: number;
  clause: Clause;
}

type Form = Mention['form'];

const MENTIONS: [ContactKind | null, Form, string][] = [
  ['telefon', 'past', 'proevede (?:\\S+ )?(?:at )?(?:ringer|ring)|ringede|ringet|called'],
  [
    'telefon',
    'noun',
    'telefon moede|telefon(?!(?: :)?(?: nummer)?(?: :)? #)|(?<! onlinemoede )opkald|opringning|telefonmoede|telefonsvarer|voicemail|(?<= besked paa (?:hans |hendes |deres |min |vores )?)svarede|mobil(?= (?:uden|ej|ikke|ingen))|samtale over mobil',
  ],
  ['telefon', 'plan', 'ring|ringer'],
  [
    'besoeg',
    'past',
    'besoegte|besoegt|koerte(?= (?:\\S+ ){0,3}(?:forbi|ud til|ud paa|ned til|hen til))|smuttede|tog (?:\\S+ )?ud til|kiggede (?:\\S+ )?(?:forbi|ind)|var (?:\\S+ ){0,3}?(?:ude(?= (?:hos|ved|paa|i|til|for|¤|og|§))|forbi|her)(?= )|proevede (?:\\S+ )?at besoeger|kom (?:\\S+ )?(?:forbi|ind)|var (?:lige |selv )?hos(?= ¤)|har (?:lige )?vaeret hos(?= ¤)|moedte op(?= (?:hos|paa|ved|¤|i|til))|rundvisning|ingen hjemme|ude (?:hos|paa)|forbi(?= (?:hos|¤))|postkasse\\w*|henvendelse (?:fra|af|paa)|site besoeg',
  ],
  ['besoeg', 'noun', 'besoeg'],
  ['besoeg', 'plan', 'besoeger'],
  ['moede', 'past', 'moedtes|moedte(?! op)'],
  ['moede', 'noun', 'moede'],
  ['moede', 'plan', 'moedes|kan vi ses|ses'],
  ['onlinemoede', 'noun', 'onlinemoede(?: (?:moede|opkald))?|online moede'],
  ['mail', 'past', '(?:min|vores) mail|mailede|skrev(?= (?:\\S+ ){0,4}mail)'],
  ['mail', 'past', 'skrev(?= (?:lige |igen |saa )?til (?!.{0,60} (?:sms|brev|seddel) ))'],
  ['mail', 'past', '(?:mail|mailer)(?= at (?:de|han|hun) )'],
  ['mail', 'noun', 'mail'],
  ['mail', 'plan', 'mailer'],
  ['sms', 'past', 'smsede'],
  ['sms', 'past', 'sms(?= at (?:de|han|hun) )'],
  ['sms', 'noun', 'sms'],
  ['brev', 'noun', 'brev'],
  ['arrangement', 'noun', 'jobmesse|netvaerksaften|morgenmoede|gaahjemmoede|arrangement'],
  [
    null,
    'past',
    'talte|snakkede|praesenterede|hilste|fangede|naaede (?:\\S+ )?at fangede|hul igennem|aftale(?= med ¤ om)|snak|aftalt|dialog|kontaktet|(?:fik|har|faaet)(?: (?!ikke|ej|ingen|svaert)\\S+)? fat (?:i|paa)|got hold of|enig|enige|spurgt|spurgte|proevede (?:\\S+ )?faa fat',
  ],
  [null, 'noun', 'kontakt|samtale'],
];

const COMPILED = MENTIONS.map(([kind, form, words]): [ContactKind | null, Form, RegExp] => [
  kind,
  form,
  new RegExp(`(?<= )(?:${words})(?= )`, 'g'),
]);

/** "ringede …, ingen hjemme": no visit. */
const CALLED = / (?:ringet|ringede|telefon|opkald) [^.]{0,60}$/;

/** The words of contact, in order, each with what became of it. */
export function readMentions(
  flat: string,
  clauses: readonly Clause[],
  dates: readonly DateMention[],
  named: readonly Step[],
  today: string,
): Mention[] {
  const mentions: Unjudged[] = [];
  let rest = flat;
  for (const [kind, form, pattern] of COMPILED) {
    for (const match of rest.matchAll(pattern)) {
      const [from, to] = [match.index, match.index + match[0].length];
      if (match[0] === 'ingen hjemme' && CALLED.test(flat.slice(0, from))) continue;
      mentions.push({ kind, form, from, to, clause: clauseAt(clauses, from) });
    }
    rest = rest.replace(pattern, (found) => '~'.repeat(found.length));
  }
  const isNamed = (mention: Unjudged) => named.some((step) => covers(step, mention));
  return mentions
    .toSorted((a, b) => a.from - b.from)
    .map((mention) => ({
      ...mention,
      status: isNamed(mention) ? 'planned' : statusOf(mention, flat, dates, today),
    }));
}

type Unjudged = Omit<Mention, 'status'>;

function statusOf(mention: Unjudged, flat: string, dates: readonly DateMention[], today: string): Status {
  const before = flat.slice(mention.clause.from, mention.from);
  const after = flat.slice(mention.to, mention.clause.to);
  if (isPutOff(mention, flat, dates)) return 'planned';
  if (isVoid(mention, before, after, flat)) return 'void';
  if (mention.form === 'plan') return 'planned';
  if (mention.kind === 'arrangement' && isOnlySubject(before)) return 'void';
  if (mention.form === 'past')
    return /(?: skal| kan| husk| vil har| gerne)(?: \S+){0,3} $/.test(before) && !/ har \S* ?$/.test(before)
      ? 'planned'
      : 'done';
  return nounStatus(
    mention.kind,
    before,
    after,
    nearestDate(dates, mention) ?? headingDate(flat, dates, mention),
    today,
  );
}

const CALLED_OFF = / (?:aflyst|afbud|afmeldt|udskudt|naaede ikke|blev ikke til noget)(?= )/;
const SHOULD_HAVE =
  / (?:skulle(?: \S+){0,2} har|vil har|burde|vil(?: gerne)? har)(?: vaeret| haft| har)?(?: \S+){0,3} $/;

/** "udskudt til uge 51": still to come. */
function isPutOff({ form, clause, to }: Unjudged, flat: string, dates: readonly DateMention[]): boolean {
  const putOff = / (?:udskudt|flyttet|rykket)(?: \S+)? /.exec(flat.slice(to, clause.to));
  return (
    form === 'noun' &&
    putOff !== null &&
    dates.some((date) => date.from > to && date.to <= clause.to && date.future !== null)
  );
}

function isVoid(
  { kind, form, clause, from }: Unjudged,
  before: string,
  after: string,
  flat: string,
): boolean {
  if (kind === 'telefon' && / (?:tager|tog|svarede) (?:aldrig|ikke) $/.test(before)) return false;
  if (
    form !== 'plan' &&
    /(?: ikke| ej| intet| aldrig| i stedet for| undgaa)(?: til)?(?: et| noget| paa| faaet| naaede| mere| flere| nye)? $/.test(
      before,
    )
  )
    return true;
  if (/ nej (?:tak )?til (?:et |flere )?$/.test(before)) return true;
  if (form === 'past' && /^ ikke (?!svar|truffet|hjemme|nogen)/.test(after) && kind !== null) return true;
  if (form === 'plan' && / ikke $/.test(after.slice(0, 6))) return true;
  if (kind === null) return false;
  if (
    SHOULD_HAVE.test(before) &&
    (form === 'noun'
      ? !/ vil (?:gerne )?har/.test(before) || / vil (?:gerne )?har (?:vaeret|haft|har)/.test(before)
      : true)
  )
    return true;
  if (kind === 'moede' && / (?:er|var|sad|sidder)(?: midt)? i(?: et)? $/.test(before)) return true;
  if (form === 'noun' && / aflyst : $/.test(flat.slice(0, from))) return true;
  const called = (form === 'noun' ? CALLED_OFF : / naaede ikke /).exec(flat.slice(clause.from));
  if (form !== 'plan' && called && called.index < clause.to - clause.from)
    return !/ (?:naaede|nyt)/.test(called[0]) || called.index < from - clause.from;
  return false;
}

/** "hørte om jobmesse", "kommer på jobmessen": what was talked about, not where. */
const isOnlySubject = (before: string) =>
  /(?: om| ang| vedr| til| tilmeldt| meldt til| kommer (?:\S+ )?paa| deltager i| invit\S* til| skal paa| med paa)(?: (?:vores|en|naeste|den|kommende))? $/.test(
    before,
  );

const PLANS =
  / (?:skal|vil|gerne|husk|aftalt|planlagt|nyt|ny|naeste|bad|book|booket|booke|inviter\S*|foreslog|tilbudt|send|faa|ventes|oensker|enig|enige|kalender|bedt om|beder om|svar paa|moedes til)(?= )/;

/** A bare "besøg" or "møde" took place unless its day lies ahead or the words before it plan it. */
function nounStatus(
  kind: ContactKind | null,
  before: string,
  after: string,
  near: DateMention | undefined,
  today: string,
): Status {
  if (near?.lean === 'past') return 'done';
  if (/ (?:skal|husk at|mangler at) (?:har|faa|faaet) sendt (?:\S+ ){0,2}$/.test(before)) return 'planned';
  if (/ (?:sendt|fik|modtog|modtaget|holdt|afholdt) (?:\S+ ){0,2}$/.test(before)) return 'done';
  if (/ (?:pr|via|over) $/.test(before) && /^ (?:aftalt|talte|snakkede|oplyst) /.test(after)) return 'done';
  if (
    / (?:svarede|skrev|sagde|meldte|bekraeftede|oplyst|oplyste) (?:\S+ )?(?:pr|via|paa|i|over|med) $/.test(
      before,
    )
  )
    return 'done';
  if (near?.lean === 'future') return 'planned';
  const isWished =
    /^(?:mail|sms)$/.test(kind ?? '') && / (?:vil|oensker|gerne|send) (?:\S+ )*paa $/.test(before);
  const plans = isWished || (PLANS.test(before) && !/ (?:paa|til|under|paa et|ved) $/.test(before));
  if (near && !plans && !/^ (?:aftalt|planlagt|booket)/.test(after))
    return isBehind(near, today) === false ? 'planned' : 'done';
  return plans || /^ (?:¤ )?(?:\S+ )?(?:aftalt|planlagt|booket|planlagt til) /.test(after)
    ? 'planned'
    : 'done';
}

function nearestDate(dates: readonly DateMention[], { clause, from, to }: Unjudged) {
  const inside = dates.filter((date) => date.from >= clause.from && date.to <= clause.to);
  return inside.toSorted((a, b) => distance(a, from, to) - distance(b, from, to))[0];
}

/** "Durup Dæk uge 3, besøg": the day stands before the comma, with nothing but the firm. */
function headingDate(flat: string, dates: readonly DateMention[], { clause }: Unjudged) {
  const heading = / (?:¤ )?§+ $/.exec(flat.slice(0, clause.from + 1));
  const isAlone = heading !== null && /^(?:.* [.;!])?$/.test(flat.slice(0, heading.index));
  return isAlone ? dates.findLast(({ to }) => to <= clause.from) : undefined;
}

const distance = (date: DateMention, from: number, to: number) =>
  date.from >= to ? date.from - to : from - date.to;

/**
 * Of a day without a year, said beside a bare "besøg" or "møde": the nearer of the two it can be; today is behind. Null
 * when they are about equally far, so that neither is to be trusted.
 */
export function isBehind({ past, future }: DateMention, today: string): boolean | null {
  if (!past || !future) return past || future ? past !== null : null;
  const [back, ahead] = [Date.parse(today) - Date.parse(past), Date.parse(future) - Date.parse(today)];
  if (back * 2 <= ahead) return true;
  return ahead * 2 <= back ? false : null;
}
