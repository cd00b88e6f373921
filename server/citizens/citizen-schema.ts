import { type Static, Type } from 'typebox';
import { PRAKTIK_PURPOSES } from '../../db/schema/job-orders.ts';
import { orNull } from '../api/fields.ts';
import type { CitizenDetails } from './queries.ts';
import { shownKey } from './rules.ts';

const text = orNull(Type.String());
const number = orNull(Type.Integer());
const yesNo = orNull(Type.Boolean());

export const ApiCitizenRow = Type.Object({
  id: Type.Integer(),
  citizenKey: Type.String(),
  name: text,
  targetGroup: Type.String(),
  unemployedSince: text,
  canStart: text,
  mayBeShared: yesNo,
  caseworkerName: Type.String(),
});

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
  hasCpr,
  caseworkerName,
}: CitizenDetails): Static<typeof ApiCitizen> {
  return { ...citizen, citizenKey: shownKey(citizen.citizenKey), hasCpr, caseworkerName, terms };
}
