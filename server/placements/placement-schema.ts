import { type Static, Type } from 'typebox';
import { ORDER_TYPES, PRAKTIK_PURPOSES } from '../../db/schema/job-orders.ts';
import { RULE_ANSWERS } from '../../db/schema/legal-rules.ts';
import { FOLLOW_UP_KINDS, PLACEMENT_ENDS } from '../../db/schema/placements.ts';
import { DateText, FormKey, FreeText, orNull, Text } from '../api/fields.ts';
import { pageQuery } from '../api/paging.ts';
import { cleanText } from '../contacts/rules.ts';
import { groupsOf } from '../job-orders/shifts.ts';
import type { PlacementDraft } from './draft.ts';
import type { PlacementDetails } from './find.ts';
import { ATTENTIONS, HELD_FILTERS, PLACEMENT_SORTS, type PlacementView } from './queries.ts';
import { PLACEMENT_STATUSES } from './rules.ts';

const closed = { additionalProperties: false };
const Hours = Type.Number();
const Shift = Type.Object(
  {
    weekdays: Type.Array(Type.Integer()),
    from: Type.String({ maxLength: 5 }),
    to: Type.String({ maxLength: 5 }),
  },
  closed,
);

export const PlacementQuery = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 100 })),
    type: Type.Optional(Type.Enum([...ORDER_TYPES])),
    status: Type.Optional(Type.Enum([...PLACEMENT_STATUSES, 'aktive', 'alle'])),
    held: Type.Optional(Type.Enum([...HELD_FILTERS])),
    attention: Type.Optional(Type.Enum([...ATTENTIONS])),
    sort: Type.Optional(Type.Enum(PLACEMENT_SORTS.flatMap((name) => [name, `-${name}`]))),
    ...pageQuery,
  },
  closed,
);

/** One placement on a list, as far as the viewer may know it. `placed` is null where the citizen is nobody they know. */
export const PlacementSummary = Type.Object({
  id: Type.Integer(),
  version: Type.Integer(),
  type: Type.Enum([...ORDER_TYPES]),
  purpose: orNull(Type.Enum([...PRAKTIK_PURPOSES])),
  jobFunction: Text,
  status: Type.Enum([...PLACEMENT_STATUSES], {
    description: 'Status, udledt af datoer, underskrifter og godkendelse; skrives aldrig.',
  }),
  pNumber: Type.Integer(),
  firmName: Text,
  jobOrderId: orNull(Type.Integer()),
  placed: orNull(Type.Object({ citizenId: Type.Integer(), name: Text })),
  startsOn: Text,
  endsOn: orNull(Text),
  endedOn: orNull(Text),
  ended: orNull(Type.Enum([...PLACEMENT_ENDS])),
  weeklyHours: Hours,
  afterTheFact: Type.Boolean(),
  begunTooSoon: Type.Boolean(),
  lacksEnd: Type.Boolean(),
});

/** One placement with everything that has happened to it. */
export const Placement = Type.Object({
  ...PlacementSummary.properties,
  goal: orNull(Text),
  becameOrdinary: orNull(Type.Boolean()),
  ordinaryHours: orNull(Hours),
  mentorName: orNull(Text),
  contactPersonId: orNull(Type.Integer()),
  employerSignedOn: orNull(Text),
  representativeName: orNull(Text),
  representativeSignedOn: orNull(Text),
  approvedOn: orNull(Text),
  createdAt: Text,
  withdrawnAt: orNull(Text),
  withdrawnReason: orNull(Text),
  growth: Type.Array(Type.Object({ fromDate: Text, weeklyHours: Hours, shifts: Type.Array(Shift) })),
  extensions: Type.Array(
    Type.Object({ endsOnBefore: Text, endsOn: Text, reason: Text, decidedAt: Text, byName: Text }),
  ),
  followUps: Type.Array(
    Type.Object({
      id: Type.Integer(),
      kind: Type.Enum([...FOLLOW_UP_KINDS]),
      dueOn: Text,
      doneOn: orNull(Text),
      doneByName: orNull(Text),
      stillThere: orNull(Type.Boolean()),
      ordinaryHours: orNull(Hours),
      note: orNull(Text),
    }),
  ),
  overrides: Type.Array(
    Type.Object({
      what: Text,
      answer: Type.Enum([...RULE_ANSWERS]),
      sentence: Text,
      reason: Text,
      decidedAt: Text,
      byName: Text,
    }),
  ),
});

const optional = { date: Type.Optional(orNull(DateText)), text: Type.Optional(orNull(FreeText)) };
const signatures = {
  employerSignedOn: optional.date,
  representativeName: optional.text,
  representativeSignedOn: optional.date,
};
const typedHours = {
  weeklyHours: Type.Optional(orNull(Hours)),
  shifts: Type.Optional(Type.Array(Shift)),
};

export const NewPlacement = Type.Object(
  {
    pNumber: Type.Integer(),
    citizenId: Type.Optional(Type.Integer()),
    citizenKey: Type.Optional(Type.String({ maxLength: 60 })),
    jobOrderId: Type.Optional(orNull(Type.Integer())),
    formidlingId: Type.Optional(orNull(Type.Integer())),
    type: Type.Enum([...ORDER_TYPES]),
    purpose: Type.Optional(orNull(Type.Enum([...PRAKTIK_PURPOSES]))),
    jobFunction: FreeText,
    goal: optional.text,
    startsOn: DateText,
    endsOn: optional.date,
    ...typedHours,
    mentorName: optional.text,
    contactPersonId: Type.Optional(orNull(Type.Integer())),
    ...signatures,
    followUps: Type.Optional(
      Type.Array(DateText, { description: 'Datoer, hvor nogen følger op, ÅÅÅÅ-MM-DD.' }),
    ),
    lastEmployerHere: Type.Optional(orNull(Type.Boolean())),
    overrideReason: optional.text,
    key: FormKey,
  },
  closed,
);

const version = { version: Type.Integer() };
export const Seen = Type.Object(version, closed);
export const NewHours = Type.Object(
  { ...version, fromDate: DateText, ...typedHours, overrideReason: optional.text },
  closed,
);
export const NewExtension = Type.Object(
  { ...version, endsOn: DateText, reason: FreeText, overrideReason: optional.text },
  closed,
);
export const NewSignatures = Type.Object({ ...version, ...signatures }, closed);
export const NewDetails = Type.Object(
  {
    ...version,
    goal: orNull(FreeText),
    mentorName: orNull(FreeText),
    contactPersonId: orNull(Type.Integer()),
  },
  closed,
);
export const NewEnd = Type.Object(
  {
    ...version,
    endedOn: DateText,
    ended: Type.Enum([...PLACEMENT_ENDS]),
    becameOrdinary: Type.Optional(orNull(Type.Boolean())),
    ordinaryHours: Type.Optional(orNull(Hours)),
  },
  closed,
);
export const NewWithdrawal = Type.Object({ ...version, reason: FreeText }, closed);
export const NewFollowUp = Type.Object({ dueOn: DateText }, closed);
export const FollowUpDone = Type.Object(
  {
    doneOn: DateText,
    stillThere: Type.Optional(orNull(Type.Boolean())),
    ordinaryHours: Type.Optional(orNull(Hours)),
    note: optional.text,
  },
  closed,
);

export function toDraft(body: Static<typeof NewPlacement>, citizenId: number): PlacementDraft {
  const text = (value: string | null | undefined) => cleanText(value);
  return {
    citizenId,
    pNumber: body.pNumber,
    jobOrderId: body.jobOrderId ?? null,
    formidlingId: body.formidlingId ?? null,
    type: body.type,
    purpose: body.purpose ?? null,
    jobFunction: text(body.jobFunction) ?? '',
    goal: text(body.goal),
    startsOn: body.startsOn,
    endsOn: body.endsOn ?? null,
    weeklyHours: body.weeklyHours ?? null,
    shifts: body.shifts ?? [],
    mentorName: text(body.mentorName),
    contactPersonId: body.contactPersonId ?? null,
    employerSignedOn: body.employerSignedOn ?? null,
    representativeName: text(body.representativeName),
    representativeSignedOn: body.representativeSignedOn ?? null,
    followUps: body.followUps ?? [],
    lastEmployerHere: body.lastEmployerHere ?? null,
    overrideReason: text(body.overrideReason),
    formKey: body.key ?? null,
  };
}

export function toSummary(row: PlacementView): Static<typeof PlacementSummary> {
  const { id, version, type, purpose, jobFunction, pNumber, jobOrderId } = row.placement;
  const { startsOn, endsOn, endedOn, ended } = row.placement;
  return {
    ...{ id, version, type, purpose, jobFunction, pNumber, jobOrderId, startsOn, endsOn, endedOn, ended },
    status: row.status,
    firmName: row.firmName,
    placed: row.shown && { citizenId: row.shown.citizenId, name: row.shown.name },
    weeklyHours: row.weeklyHours,
    afterTheFact: row.afterTheFact,
    begunTooSoon: row.begunTooSoon,
    lacksEnd: row.lacksEnd,
  };
}

export function toPlacement(details: PlacementDetails): Static<typeof Placement> {
  const { extensions, followUps, overrides, hours } = details;
  const growth = hours.map((step) => ({ ...step, shifts: groupsOf(step.shifts) }));
  return { ...details.placement, ...toSummary(details), growth, extensions, followUps, overrides };
}
