import { type Static, Type } from 'typebox';
import { DISCLOSURE_TOPICS } from '../../db/schema/citizen-work.ts';
import {
  CITIZEN_ANSWERS,
  FORMIDLING_ENDS,
  FORMIDLING_EVENTS,
  FORMIDLING_STAGES,
} from '../../db/schema/formidling.ts';
import { DateText, FreeText, orNull } from '../api/fields.ts';
import { cleanText } from '../contacts/rules.ts';
import { ApiPerson, toApiPerson } from '../matching/shortlist-schema.ts';
import type { LogEntry } from './queries.ts';
import type { ShownCard } from './rights.ts';
import { STEPS, type StepDraft } from './rules.ts';

const ended = orNull(
  Type.Enum([...FORMIDLING_ENDS], {
    description: 'Hvorfor der ikke blev noget af det; null: ikke afsluttet.',
  }),
);

/** A citizen considered for an order, as the caller may know the citizen. Dates are local, instants UTC. */
export const ApiCard = Type.Object({
  id: Type.Integer(),
  orderId: Type.Integer(),
  orderTitle: Type.String(),
  firmName: Type.String(),
  citizen: ApiPerson,
  stage: Type.Enum([...FORMIDLING_STAGES]),
  askedAt: orNull(Type.String()),
  answerBy: orNull(Type.String()),
  answer: orNull(Type.Enum([...CITIZEN_ANSWERS], { description: 'Borgerens svar; null: intet endnu.' })),
  answeredAt: orNull(Type.String()),
  sharedAt: orNull(Type.String()),
  interviewOn: orNull(Type.String()),
  ended,
  /** the steps that the caller may take now; `startet` is a placement with this card's id or its order */
  steps: Type.Array(Type.Enum([...STEPS, 'startet'])),
  version: Type.Integer(),
});

export const ApiLogEntry = Type.Object({
  id: Type.Integer(),
  formidlingId: Type.Integer(),
  citizenKey: Type.String(),
  event: Type.Enum([...FORMIDLING_EVENTS]),
  comment: orNull(Type.String()),
  at: Type.String(),
  byName: orNull(Type.String()),
});

export const NewCard = Type.Object(
  {
    citizenKey: Type.String({ maxLength: 100, description: 'borgernummeret, som det står på listen' }),
    comment: Type.Optional(orNull(FreeText)),
  },
  { additionalProperties: false },
);

/** One step; what it needs beside `version` depends on it, and is asked for at its field. */
export const NewStep = Type.Object(
  {
    step: Type.Enum([...STEPS], { description: 'Hvad der er sket.' }),
    version: Type.Integer(),
    answerBy: Type.Optional(DateText),
    answer: Type.Optional(Type.Enum([...CITIZEN_ANSWERS], { description: 'svar: borgerens svar.' })),
    topics: Type.Optional(Type.Array(Type.Enum([...DISCLOSURE_TOPICS]))),
    interviewOn: Type.Optional(DateText),
    ended: Type.Optional(Type.Enum([...FORMIDLING_ENDS], { description: 'ej: hvorfor.' })),
    comment: Type.Optional(orNull(FreeText)),
  },
  { additionalProperties: false },
);

export const Outcomes = Type.Object(
  {
    cards: Type.Array(Type.Object({ id: Type.Integer(), version: Type.Integer() }), {
      minItems: 1,
      maxItems: 100,
      description: 'Kortene, som de blev set; alle afsluttes, eller ingen.',
    }),
    ended: Type.Enum([...FORMIDLING_ENDS], { description: 'Hvorfor.' }),
    comment: Type.Optional(orNull(FreeText)),
  },
  { additionalProperties: false },
);

export function toDraft(body: Omit<Static<typeof NewStep>, 'version'>): StepDraft {
  return {
    step: body.step,
    comment: cleanText(body.comment),
    answerBy: body.answerBy ?? '',
    answer: body.answer ?? '',
    topics: body.topics ?? [],
    interviewOn: body.interviewOn ?? '',
    ended: body.ended ?? '',
  };
}

export function toApiCard({ card, person, order, firmName, steps }: ShownCard): Static<typeof ApiCard> {
  return {
    id: card.id,
    orderId: order.id,
    orderTitle: order.title,
    firmName,
    citizen: toApiPerson(person),
    stage: card.stage,
    askedAt: card.askedAt,
    answerBy: card.answerBy,
    answer: card.answer,
    answeredAt: card.answeredAt,
    sharedAt: card.sharedAt,
    interviewOn: card.interviewOn,
    ended: card.ended,
    steps,
    version: card.version,
  };
}

export function toApiEntry(entry: LogEntry, { person }: ShownCard): Static<typeof ApiLogEntry> {
  return { ...entry, citizenKey: person.key };
}
