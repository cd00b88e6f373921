import { type Clause, clauseAt } from './clauses.ts';
import type { Mention } from './mentions.ts';

/** The actions a next step can be, as shown. */
export const STEP_WORDS = [
  'ring',
  'besøg',
  'møde',
  'send mail',
  'sms',
  'brev',
  'følg op',
  'svar',
  'de ringer tilbage',
] as const;
export type StepWord = (typeof STEP_WORDS)[number];

export interface Step {
  action: StepWord;
  from: number;
  to: number;
  clause: Clause;
}

const THEY = '(?:de|han|hun|¤|chefen|ejeren|lederen|mesteren|direktoeren|hr|kontakten)';
const WE = '(?:jeg|vi)';
/** What is sent by mail, whether the line says so or not. */
const PAPERS =
  '(?:kontrakt|kontrakten|tilbud|tilbuddet|papirer|papirerne|materiale|materialet|info|information|ansoegning|bevilling|bevillingen|cv|referat|referatet|folder|link|regler|reglerne)';

/** Said in words of their own; the rest are planned contacts. The first that fits a place has it. */
const STEPS: [StepWord | null, string][] = [
  // Their promise: said of them, and not of us.
  [
    'de ringer tilbage',
    `${THEY}(?:(?: har lovet at| vil| lover at| lovet at)(?: selv| gerne| nok)? vend|(?: har lovet at| vil| lover at)?(?: selv| gerne| nok)? (?:ringer|vender))(?! (?:jeg|vi) )(?: (?:selv|op|til os|tilbage|retur|igen|naar))*`,
  ],
  [
    'de ringer tilbage',
    `${THEY} (?:vil )?opkald tilbage|${THEY}(?: vil)? get tilbage|(?:ringer|vender)(?: selv| tilbage)* (?:naar|saa snart) (?:de|han|hun)|(?:ringer|vender) selv(?: op)?(?: tilbage| retur)?|${THEY} (?:selv )?(?:skriv|mailer)(?= (?:til os )?§)`,
  ],
  [null, `beder (?:\\S+ )?os (?:om at )?(?:ringer|vend)?`],
  [
    'ring',
    `proev(?: igen)?(?= §| senere)|proev(?= (?:(?:i|til|paa) §|der |da ))|ringes(?: op)?(?: igen)?(?= §)|retry|try igen|proev igen|snakkes(?: ved)?|(?:ring|ringer) (?:til ham|til hende|tilbage|igen)|opkald igen|ny opringning|callback|nyt opkald|opkald back|naeste opkald|genopkald`,
  ],
  ['besøg', `koerer? forbi|kommer? forbi|kommer igen(?= §)|(?:tager|skal) ud til|kigger forbi`],
  [
    'svar',
    `(?<!(?: har| nu| fik| faaet| gav| intet| ingen) )(?:skal )?svar paa(?: \\S+)?(?: mail| sms)?|svar (?:dem|ham|hende|¤)|(?<= (?:vil har|venter|oensker|skal har|gerne har) )(?:et )?svar(?= (?:\\S+ )?§)`,
  ],
  ['send mail', `(?:send|mailer|skriv)(?: \\S+){0,3} mail|skriv til|maile`],
  ['sms', `send (?:(?:dem|ham|hende|¤|en) )?sms|sms(?= ¤)`],
  ['brev', `send (?:(?:dem|ham|hende|¤|et) )?brev`],
  [
    'send mail',
    `send(?: (?!sms|brev|mail|hilsen)\\S+){1,4}?(?= (?:senest |inden )?§)|send (?:\\S+ ){0,2}?${PAPERS}`,
  ],
  [
    'møde',
    `inviter\\S* (?:mig|os)(?: (?:til|paa) \\S+)?(?= (?:paa )?§)|(?:flyttet|rykket|udskudt) til(?= §)|ny tid|ny dato|(?:ny|nyt)(?= §)|naeste (?:bliver|er)(?= §)|foreslaar(?= §)`,
  ],
  [
    'følg op',
    `foelg(?: op)?|opfoelgning|follow op|follow up|ryk(?: igen)?|(?:vender|vend) (?:tilbage|retur)|ny(?:t)? kontakt|kontakt(?: igen)?(?= (?:¤|§|til|i |dem|ham|hende|om ))|kontakte|kontaktes(?: igen| op)?|ny snak(?= (?:\\S+ )?§)|tag fat i|hoere fra os|ny henvendelse|tages kontakt`,
  ],
];

const COMPILED = STEPS.map(([action, words]): [StepWord | null, RegExp] => [
  action,
  new RegExp(`(?<= )(?:${words})(?= )`, 'g'),
]);

const OF_KIND: Readonly<Record<string, StepWord>> = {
  telefon: 'ring',
  besoeg: 'besøg',
  moede: 'møde',
  onlinemoede: 'møde',
  mail: 'send mail',
  sms: 'sms',
  brev: 'brev',
};

/** What the line says is to be done next, in words of its own. */
export function readNamedSteps(flat: string, clauses: readonly Clause[]): Step[] {
  let rest = flat;
  const steps: Step[] = [];
  for (const [action, pattern] of COMPILED) {
    rest = rest.replace(pattern, (found: string, ...more: unknown[]) => {
      const from = more.find((each) => typeof each === 'number') as number;
      const clause = clauseAt(clauses, from);
      if (action && !isDenied(flat, from) && !isBehindUs(found, flat, clause))
        steps.push({
          action: sameAgain(whoReturns(action, found, flat, from), found, flat, from),
          from,
          to: from + found.length,
          clause,
        });
      return '~'.repeat(found.length);
    });
  }
  return steps;
}

/** All steps in order of the line: the named ones, and contacts that are planned. */
export function readSteps(
  flat: string,
  clauses: readonly Clause[],
  named: readonly Step[],
  mentions: readonly Mention[],
): Step[] {
  const planned = mentions.flatMap((mention): Step[] => {
    const { kind, status, from, to, clause } = mention;
    const action = kind && OF_KIND[kind];
    if (status !== 'planned' || !action || named.some((step) => covers(step, mention))) return [];
    return [{ action: whoRings(action, flat, mention), from, to, clause }];
  });
  return [...named, ...planned, ...again(flat, clauses, mentions)].toSorted((a, b) => a.from - b.from);
}

/** "besøg 30. december, igen 15. januar": the same once more. */
function again(flat: string, clauses: readonly Clause[], mentions: readonly Mention[]): Step[] {
  const match = /(?<= , )igen(?= §)/.exec(flat);
  const before = match && mentions.findLast(({ to, status }) => to <= match.index && status === 'done');
  const action = before?.kind && OF_KIND[before.kind];
  if (!match || !action) return [];
  return [{ action, from: match.index, to: match.index + 4, clause: clauseAt(clauses, match.index) }];
}

export const covers = (step: Step, { from }: { from: number }) => step.from <= from && from < step.to;

/** "opfølgning pr. telefon": done, unless a day or a word ahead goes with it. */
const isBehindUs = (found: string, flat: string, { from, to }: Clause) =>
  found === 'opfoelgning' &&
  (/ opfoelgning (?:pr|via|over|paa) (?:telefon|mail|besoeg) /.test(flat.slice(from, to + 1)) ||
    (!/ (?:§+|aftalt|ny|skal|husk|naeste|plan) /.test(flat.slice(from, to + 1)) &&
      clauseIsLong(flat, from, to)));

const clauseIsLong = (flat: string, from: number, to: number) =>
  flat.slice(from, to).trim().split(' ').length > 1;

/** "de tager den med ledelsen og vender tilbage": the subject is said once. */
function whoReturns(action: StepWord, found: string, flat: string, from: number): StepWord {
  if (!/^vender (?:tilbage|retur)$/.test(found)) return action;
  if (/^ til (?:os|mig) /.test(flat.slice(from + found.length))) return 'de ringer tilbage';
  const sentence = flat.slice(Math.max(flat.lastIndexOf(' . ', from), 0), from + 1);
  return new RegExp(
    `[,:.-] ${THEY} | ${THEY} (?:vil|overvejer|tager|skal|kigger|taenker|spoerger|snakker|taler) `,
  ).test(sentence) && !new RegExp(` ${WE} (?!tager)\\S+ (?:\\S+ )*$`).test(sentence)
    ? 'de ringer tilbage'
    : action;
}

/** "besøget aflyst, nyt d. 10/12": of the same sort. */
function sameAgain(action: StepWord, found: string, flat: string, from: number): StepWord {
  if (!/^nyt?$| til$/.test(found)) return action;
  const kind = / (besoeg|moede|onlinemoede) (?!.* (?:besoeg|moede|onlinemoede) )/.exec(
    flat.slice(0, from + 1),
  )?.[1];
  return (kind ? OF_KIND[kind] : undefined) ?? action;
}

const isDenied = (flat: string, from: number) =>
  / (?:(?:ikke|ej|intet)(?: (?!svar|truffet|hjemme|optaget)\S+)?|ingen) $/.test(
    flat.slice(Math.max(0, from - 20), from),
  );

/** "Lars ringer i morgen": they do. "Vi ringer", "ringer i morgen": we do. */
function whoRings(action: StepWord, flat: string, { from, to, clause }: Mention): StepWord {
  if (action !== 'ring') return action;
  const before = flat.slice(clause.from, from);
  // "Gram Slot ringer vi til", "Gram Slot, ring om to dage"
  if (/^ (?:jeg|vi) /.test(flat.slice(to)) || flat.slice(from, to) === 'ring') return action;
  return new RegExp(` ${THEY} (?:\\S+ )?$`).test(before) && !new RegExp(` ${WE} `).test(before)
    ? 'de ringer tilbage'
    : action;
}
