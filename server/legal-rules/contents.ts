import { type Static, type TSchema, Type } from 'typebox';
import type { RuleKind } from '../../db/schema/legal-rules.ts';
import { ORDER_TYPES } from '../../workers/matching/types.ts';

// What a rule says, kind by kind. The titles are the form's labels (form-fields.tsx draws and reads the form from these
// shapes), so that a new number of the law is one line here.

/** May be left out; the form leaves an object out when all of its fields are blank. */
function optional<Shape extends TSchema>(shape: Shape, words: { title: string; description?: string }) {
  return Type.Union([shape, Type.Null()], words);
}

function whole(title: string, { min = 0, max = 9999 }: { min?: number; max?: number } = {}) {
  return Type.Integer({ title, minimum: min, maximum: max });
}

const text = (title: string, max = 300) => Type.String({ title, minLength: 1, maxLength: max });

const clockTime = (title: string) => Type.String({ title, pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' });

/** Codes of target_group. */
const groupList = (title: string, minItems = 0) =>
  Type.Array(Type.String(), { title, minItems, format: 'target-groups' });
const groups = (title: string) => Type.Union([Type.Literal('alle'), groupList(title, 1)], { title });

const orderTypes = (title: string) =>
  Type.Array(Type.Enum([...ORDER_TYPES]), { title, format: 'order-types' });

/** What a gap between two stretches on benefit does to the months before it. */
export const GAP_MEANINGS = ['taeller_sammen', 'begynder_forfra', 'ikke_afklaret'] as const;

export const LENGTH_UNITS = ['uger', 'maaneder'] as const;

const length = (title: string) =>
  optional(
    Type.Object({
      count: whole('Antal', { min: 1, max: 600 }),
      unit: Type.Enum([...LENGTH_UNITS], { title: 'Enhed' }),
    }),
    { title },
  );

/** Who may have an order of the type that is the rule's subject. */
const HvemMaa = Type.Object({
  groups: groups('Målgrupper, der må'),
  /** whole years, both ends included; only the year of birth is known */
  age: optional(
    Type.Object({
      from: optional(whole('Fra alder', { max: 120 }), { title: 'Fra alder (år)' }),
      to: optional(whole('Til alder', { max: 120 }), { title: 'Til og med alder (år)' }),
      sentence: text('Kravet i ord'),
      /** groups whose members are not of age; all others that were there when the rule began presuppose that they are */
      youthGroups: groupList('Målgrupper for unge, der ikke er myndige'),
    }),
    { title: 'Krav om alder' },
  ),
  /** months on public benefit before the start, counted over all benefit_period rows of whatever target group */
  benefit: optional(
    Type.Object({
      months: whole('Mindst så mange måneder', { min: 1, max: 600 }),
      sentence: text('Kravet i ord'),
      groups: groups('Kravet gælder for'),
      gaps: Type.Enum([...GAP_MEANINGS], { title: 'Et ophold i ydelsen' }),
      /** whoever meets one of these need not have been on benefit so long */
      waivers: Type.Object(
        {
          uneducated: Type.Boolean({ title: 'Uden kompetencegivende uddannelse' }),
          singleProvider: Type.Boolean({ title: 'Enlig forsørger' }),
          fromAge: optional(whole('Fra alder', { max: 120 }), { title: 'Fyldt (år)' }),
        },
        { title: 'Kravet bortfalder for' },
      ),
    }),
    { title: 'Krav om tid på ydelse' },
  ),
  withoutEmployer: optional(
    Type.Object({ sentence: text('Kravet i ord'), groups: groups('Kravet gælder for') }),
    { title: 'Krav om at være uden arbejdsgiver' },
  ),
  /** what is said of the groups that are not named: the law bars them, or its source is silent */
  others: optional(
    Type.Object({
      sentence: text('Hvad der siges om dem'),
      answer: Type.Enum(['nej', 'mangler'], { title: 'Svar' }),
    }),
    { title: 'De andre målgrupper' },
  ),
});

/** How long a placement of the type may last. Of the lines, the first that names the group rules. */
const Varighed = Type.Object({
  lines: Type.Array(
    Type.Object({
      groups: groups('Målgrupper'),
      /** null: no limit */
      limit: length('Højst'),
      /** counted from the first day too; needs a concrete assessment */
      extendTo: length('Kan forlænges til i alt'),
      /** after that, so much at a time */
      thenAgain: length('Derefter ad gangen'),
    }),
    { title: 'Linjer', minItems: 1, maxItems: 8 },
  ),
  /** false: a placement keeps the rule that was in force when it began */
  appliesToRunning: Type.Boolean({ title: 'Gælder også forløb, der allerede er begyndt' }),
});

/** Hours a week in a placement of the type that is the rule's subject. */
const Timer = Type.Object({
  weeklyHours: Type.Number({ title: 'Højst så mange timer om ugen', minimum: 1, maximum: 60 }),
});

/** Rimelighedskrav: how many supported persons a place of work may have for its ordinary full-time years. */
const Forholdstal = Type.Object({
  steps: Type.Array(
    Type.Object({
      /** up to so many full-time years; null: all above */
      upTo: optional(whole('Til og med (årsværk)', { min: 1 }), { title: 'Til og med (årsværk)' }),
      per: whole('En støttet for hver (årsværk)', { min: 1 }),
    }),
    { title: 'Trin', minItems: 1, maxItems: 6 },
  ),
  atLeast: whole('Dog altid mindst', { max: 99 }),
  /** the types of order that use a place */
  counts: orderTypes('Ordninger, der tæller med'),
  /** ordinary full-time years are the average of so many months before the start */
  months: whole('Gennemsnit af de seneste (måneder)', { min: 1, max: 60 }),
});

/** A subsidised place must be one more than the firm's ordinary staff; asked per CVR number. */
const Merbeskaeftigelse = Type.Object({
  types: orderTypes('Ordninger, kravet gælder'),
  months: whole('Gennemsnit af de seneste (måneder)', { min: 1, max: 60 }),
  vacatedMonths: whole('Stillingen må ikke være blevet ledig inden for (måneder)', { max: 60 }),
});

/** A rate in kroner. A rate that nobody has found is a rule without content. */
const Sats = Type.Object({
  kroner: Type.Number({ title: 'Kroner', minimum: 0, maximum: 1_000_000 }),
  unit: Type.Enum(['time', 'uge', 'maaned', 'aar'], { title: 'Pr.' }),
});

const Arbejdspligt = Type.Object({
  weeklyHours: whole('Højst så mange timer om ugen', { min: 1, max: 48 }),
  groups: groups('Målgrupper'),
  /** what decides it for the one person; the program has no such fact */
  depends: text('Hvad det afhænger af'),
});

/** Working hours of the young. */
const Fritidsjob = Type.Object({
  lines: Type.Array(
    Type.Object({
      fromAge: whole('Fra alder', { max: 30 }),
      toAge: whole('Til og med alder', { max: 30 }),
      inSchool: Type.Boolean({ title: 'I skole' }),
      /** hours on a school day; null: there are none */
      schoolDay: optional(Type.Number({ title: 'Skoledag', minimum: 0, maximum: 24 }), {
        title: 'Timer på en skoledag',
      }),
      otherDay: Type.Number({ title: 'Timer på en anden dag', minimum: 0, maximum: 24 }),
      schoolWeek: optional(Type.Number({ title: 'Skoleuge', minimum: 0, maximum: 60 }), {
        title: 'Timer i en skoleuge',
      }),
      otherWeek: Type.Number({ title: 'Timer i en anden uge', minimum: 0, maximum: 60 }),
    }),
    { title: 'Aldre', minItems: 1, maxItems: 8 },
  ),
  nightFrom: clockTime('Ikke arbejde fra klokken'),
  nightTo: clockTime('til klokken'),
  maxLiftKg: whole('Løft højst (kg)', { max: 100 }),
});

const Voksenlaerling = Type.Object({
  unemployedKroner: Type.Number({ title: 'Tilskud pr. time, fra ledighed (kr.)', minimum: 0, maximum: 1000 }),
  employedKroner: Type.Number({
    title: 'Tilskud pr. time, fra beskæftigelse (kr.)',
    minimum: 0,
    maximum: 1000,
  }),
  employedMonths: whole('Tilskud fra beskæftigelse højst (måneder)', { max: 120 }),
  employedNeedsList: Type.Boolean({ title: 'Fra beskæftigelse: kun fag på positivlisten' }),
  notEmployedMonths: whole('Ikke ansat i virksomheden de seneste (måneder)', { max: 120 }),
});

/** The state's share of the benefit, falling with the weeks on benefit. */
const Refusion = Type.Object({
  steps: Type.Array(
    Type.Object({
      fromWeek: whole('Fra uge', { min: 1 }),
      percent: whole('Statens andel (procent)', { max: 100 }),
    }),
    { title: 'Trin', minItems: 1, maxItems: 8 },
  ),
  /** the weeks begin anew after so many weeks without benefit within so many weeks; null: never */
  restart: optional(
    Type.Object({
      weeksWithout: whole('Forfra efter (uger uden ydelse)', { min: 1, max: 520 }),
      withinWeeks: whole('inden for de seneste (uger)', { min: 1, max: 1040 }),
    }),
    { title: 'Ugerne tælles forfra' },
  ),
});

/** Who may not be placed at the employer they had last, in the type of order that is the rule's subject. */
const SenesteArbejdsgiver = Type.Object({
  groups: groups('Målgrupper, der ikke må'),
  sentence: text('Hvad der siges om dem'),
  others: optional(
    Type.Object({
      sentence: text('Hvad der siges om dem'),
      answer: Type.Enum(['nej', 'mangler'], { title: 'Svar' }),
    }),
    { title: 'De andre målgrupper' },
  ),
});

/** Løfteuret: one of the two, or whichever comes first of the hours and the end of the working days. */
const Svarfrist = Type.Refine(
  Type.Object({
    hours: optional(whole('Timer', { min: 1, max: 999 }), { title: 'Timer (på hverdage)' }),
    businessDays: optional(whole('Hverdage', { min: 1, max: 60 }), {
      title: 'Hverdage (til døgnets udgang)',
    }),
  }),
  ({ hours, businessDays }) => hours !== null || businessDays !== null,
  () => 'Skriv et antal timer eller hverdage.',
);

/** From when somebody is no longer young to the law. */
const Myndighedsalder = Type.Object({ age: whole('Myndig, når man er fyldt (år)', { min: 1, max: 30 }) });

/** The shape of `legal_rule.content` for each kind. */
export const CONTENTS = {
  hvem_maa: HvemMaa,
  varighed: Varighed,
  timer: Timer,
  forholdstal: Forholdstal,
  merbeskaeftigelse: Merbeskaeftigelse,
  seneste_arbejdsgiver: SenesteArbejdsgiver,
  sats: Sats,
  arbejdspligt: Arbejdspligt,
  fritidsjob: Fritidsjob,
  voksenlaerling: Voksenlaerling,
  refusion: Refusion,
  svarfrist: Svarfrist,
  myndighedsalder: Myndighedsalder,
} satisfies Record<RuleKind, TSchema>;

export type Contents = { [Kind in RuleKind]: Static<(typeof CONTENTS)[Kind]> };

/** Target groups a line or condition is for: all, or those with these codes. */
export type Groups = 'alle' | string[];
export type Length = { count: number; unit: (typeof LENGTH_UNITS)[number] };
