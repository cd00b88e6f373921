import { type Static, Type } from 'typebox';
import { PRAKTIK_PURPOSES } from '../../db/schema/job-orders.ts';
import { RULE_ANSWERS } from '../../db/schema/legal-rules.ts';
import { orNull } from '../api/fields.ts';
import { groupsOf, MOST_GROUPS } from '../job-orders/shifts.ts';
import type { CitizenDetails, CitizenListRow } from './queries.ts';
import { FIXERS, shownKey, VISIBILITY_REASONS, visibilityOf } from './rules.ts';

const text = orNull(Type.String());
const number = orNull(Type.Integer());
const yesNo = orNull(Type.Boolean());

/** May employers hear of the citizen, why not, and who can change it. */
const ApiVisibility = Type.Object({
  answer: Type.Enum([...RULE_ANSWERS]),
  reasons: Type.Array(
    Type.Object({ reason: Type.Enum([...VISIBILITY_REASONS]), whoCanFix: Type.Enum([...FIXERS]) }),
  ),
});

export const ApiCitizenRow = Type.Object({
  id: Type.Integer(),
  citizenKey: Type.String(),
  name: text,
  targetGroup: Type.String(),
  unemployedSince: text,
  canStart: text,
  mayBeShared: yesNo,
  visibility: ApiVisibility,
  caseworkerName: text,
});

/** The same times on some days; `to` not later than `from` is the morning after. */
export const ApiShifts = Type.Array(
  Type.Object(
    {
      weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, uniqueItems: true }),
      from: Type.String({ maxLength: 5 }),
      to: Type.String({ maxLength: 5 }),
    },
    { additionalProperties: false },
  ),
  { maxItems: MOST_GROUPS },
);

/** No CPR number: only whether there is one. */
export const ApiCitizen = Type.Object({
  id: Type.Integer(),
  citizenKey: Type.String(),
  name: text,
  hasCpr: Type.Boolean(),
  phone: text,
  email: text,
  targetGroup: Type.String(),
  benefitSince: text,
  unemployedSince: text,
  education: text,
  postcode: text,
  danish: text,
  danishOral: text,
  danishWritten: text,
  transports: Type.Array(Type.String()),
  maxTravelMinutes: number,
  hoursMin: Type.Union([Type.Number(), Type.Null()]),
  hoursMax: Type.Union([Type.Number(), Type.Null()]),
  workingTimes: Type.Array(Type.String()),
  needs: Type.Array(Type.String()),
  /** what the next place is for; null: not decided */
  purpose: orNull(Type.Enum([...PRAKTIK_PURPOSES])),
  canStart: text,
  mayBeShared: yesNo,
  protectedAddress: yesNo,
  hasEmployer: yesNo,
  shifts: ApiShifts,
  visibility: ApiVisibility,
  version: Type.Integer(),
  caseworkerName: text,
  terms: Type.Array(
    Type.Object({
      kind: Type.String(),
      text: Type.String(),
      years: orNull(Type.Number()),
      lastYear: number,
      expiresOn: text,
    }),
  ),
});

export const ApiPurpose = Type.Object(
  { purpose: orNull(Type.Enum([...PRAKTIK_PURPOSES])) },
  { additionalProperties: false },
);

export function toApiCitizen({
  citizen,
  terms,
  shifts,
  hasCpr,
  caseworkerName,
}: CitizenDetails): Static<typeof ApiCitizen> {
  const visibility = visibilityOf(citizen, { knowsWhy: true });
  return {
    ...citizen,
    citizenKey: shownKey(citizen.citizenKey),
    visibility,
    hasCpr,
    caseworkerName,
    terms,
    shifts: groupsOf(shifts),
  };
}

export function toApiCitizenRow(row: CitizenListRow): Static<typeof ApiCitizenRow> {
  const visibility = visibilityOf(row, { knowsWhy: true });
  return { ...row, citizenKey: shownKey(row.citizenKey), visibility };
}
