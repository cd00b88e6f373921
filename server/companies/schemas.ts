import { Type } from 'typebox';
import { BAR_KINDS } from '../../db/schema/companies.ts';
import { FIRM_BARS } from '../../workers/matching/types.ts';
import { orNull } from '../api/fields.ts';
import { REACHES } from './firm-rows.ts';

/** A firm as lists show it (FirmRow). */
export const FirmRowSchema = Type.Object({
  pNumber: Type.Integer(),
  cvr: Type.Integer(),
  name: Type.String(),
  streetAddress: orNull(Type.String()),
  postcode: orNull(Type.String()),
  city: orNull(Type.String()),
  branchText: orNull(Type.String()),
  endDate: orNull(Type.String()),
  reklamebeskyttet: Type.Boolean(),
  ownerName: orNull(Type.String()),
  inMunicipality: Type.Boolean(),
  minCount: orNull(Type.Integer()),
  maxCount: orNull(Type.Integer()),
  lastContactDate: orNull(Type.String()),
  reach: Type.Enum([...REACHES]),
  bar: orNull(Type.Enum([...FIRM_BARS])),
});

export const FirmSchema = Type.Object({
  ...FirmRowSchema.properties,
  branchCode: orNull(Type.String()),
  startDate: orNull(Type.String()),
  phone: orNull(Type.String()),
  email: orNull(Type.String()),
  municipalityCode: orNull(Type.Integer()),
  companyName: orNull(Type.String()),
  siblings: Type.Array(
    Type.Object({
      pNumber: Type.Integer(),
      name: Type.String(),
      city: orNull(Type.String()),
      endDate: orNull(Type.String()),
    }),
  ),
  headcount: orNull(
    Type.Object({
      validFrom: Type.String(),
      count: orNull(Type.Integer()),
      interval: orNull(Type.String()),
      source: Type.String(),
      note: orNull(Type.String()),
    }),
  ),
});

const IsoDate = Type.String({ maxLength: 10, description: 'ISO-dato' });
const Text = Type.String({ maxLength: 20_000 });

/** What a person says about a bar; `untilDate` is the first day without it. */
export const NewBarSchema = Type.Object(
  {
    kind: Type.Enum([...BAR_KINDS]),
    reason: Text,
    fromDate: IsoDate,
    untilDate: Type.Optional(orNull(IsoDate)),
  },
  { additionalProperties: false },
);
export const LiftingSchema = Type.Object({ reason: Text }, { additionalProperties: false });
/** The bar in force, and all there have been, the latest first. */
export const BarsSchema = Type.Object({
  bar: orNull(Type.Enum([...FIRM_BARS])),
  bars: Type.Array(
    Type.Object({
      id: Type.Integer(),
      kind: Type.Enum([...BAR_KINDS]),
      reason: Type.String(),
      fromDate: Type.String(),
      untilDate: orNull(Type.String()),
      recordedAt: Type.String(),
      recordedByName: Type.String(),
      liftedAt: orNull(Type.String()),
      liftedByName: orNull(Type.String()),
      liftedReason: orNull(Type.String()),
    }),
  ),
});

const TimelineContact = Type.Object({
  type: Type.Literal('contact'),
  id: Type.Integer(),
  contactDate: Type.String(),
  kind: Type.String(),
  direction: Type.String(),
  outcome: Type.String(),
  topic: orNull(Type.String()),
  offer: orNull(Type.String()),
  contactPerson: orNull(Type.String()),
  note: orNull(Type.String()),
  nextStep: orNull(Type.String()),
  nextStepDate: orNull(Type.String()),
  nextStepDoneAt: orNull(Type.String()),
  madeAs: orNull(Type.String()),
  byName: orNull(Type.String()),
  recordedAt: Type.String(),
  enteredAt: Type.String({ description: 'da kontakten først blev skrevet ind, rettet siden eller ej' }),
  replacesId: orNull(Type.Integer()),
  correctionReason: orNull(Type.String()),
  late: Type.Boolean(),
});
const TimelineHeadcount = Type.Object({
  type: Type.Literal('headcount'),
  id: Type.Integer(),
  validFrom: Type.String(),
  count: orNull(Type.Integer()),
  note: orNull(Type.String()),
  recordedAt: Type.String(),
  recorderName: orNull(Type.String()),
});
const TimelineOrder = Type.Object({
  type: Type.Literal('jobOrder'),
  id: Type.Integer(),
  title: Type.String(),
  orderType: Type.String(),
  status: Type.String(),
  positions: Type.Integer(),
  createdAt: Type.String(),
});
const TimelinePlacement = Type.Object({
  type: Type.Literal('placement'),
  id: Type.Integer(),
  orderType: Type.String(),
  jobFunction: Type.String(),
  startsOn: Type.String(),
  lastDay: orNull(Type.String()),
  ended: orNull(Type.String()),
  createdAt: Type.String(),
  byName: Type.String(),
});

const TimelineLead = Type.Object({
  type: Type.Literal('lead'),
  id: Type.Integer(),
  title: Type.String(),
  followUpOn: Type.String(),
  ended: orNull(Type.String()),
  createdAt: Type.String(),
  byName: Type.String(),
});

const TimelineRecord = Type.Object({
  type: Type.Literal('record'),
  id: Type.Integer(),
  kind: Type.String(),
  form: orNull(Type.String()),
  fromDate: Type.String(),
  untilDate: orNull(Type.String()),
  count: orNull(Type.Integer()),
  partner: orNull(Type.String()),
  note: orNull(Type.String()),
  followUpDate: orNull(Type.String()),
  endedReason: orNull(Type.String()),
  recordedAt: Type.String(),
  recordedByName: orNull(Type.String()),
  lines: Type.Array(
    Type.Object({ type: Type.String(), count: Type.Integer(), neededFrom: orNull(Type.String()) }),
  ),
});
const TimelineBar = Type.Object({
  type: Type.Literal('bar'),
  id: Type.Integer(),
  kind: Type.String(),
  reason: Type.String(),
  fromDate: Type.String(),
  untilDate: orNull(Type.String()),
  recordedAt: Type.String(),
  recordedByName: Type.String(),
  liftedAt: orNull(Type.String()),
});

const TimelineOwner = Type.Object({
  type: Type.Literal('owner'),
  id: Type.Integer(),
  at: Type.String(),
  /** who had it → who has it, by name */
  detail: orNull(Type.String()),
  byName: orNull(Type.String()),
});

export const TimelineEntrySchema = Type.Union([
  TimelineContact,
  TimelineHeadcount,
  TimelineOrder,
  TimelineLead,
  TimelinePlacement,
  TimelineRecord,
  TimelineBar,
  TimelineOwner,
]);
