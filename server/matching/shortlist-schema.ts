import { type Static, Type } from 'typebox';
import { SET_ASIDE_REASONS } from '../../db/schema/matching.ts';
import { EXCLUSION_REASONS, STRENGTHS } from '../../workers/matching/types.ts';
import { orNull } from '../api/fields.ts';
import { pageOf } from '../api/paging.ts';
import type { Candidate, ExcludedPerson, Person } from './candidates.ts';
import type { SetAside } from './set-aside.ts';

const ApiReason = Type.Object({
  requirement: Type.String(),
  concept: orNull(Type.String()),
  text: Type.String(),
  method: Type.String(),
  points: Type.Integer(),
  strength: orNull(Type.Enum([...STRENGTHS])),
  /** the citizen's own words, what they were taken for, and how alike */
  said: orNull(Type.String()),
  label: orNull(Type.String()),
  score: orNull(Type.Number()),
  short: orNull(Type.String()),
});
const points = Type.Integer();
const ApiParts = Type.Object({
  krav: points,
  oensker: points,
  kanLaeres: Type.Integer({ description: 'Point for det, der kan læres.', examples: [10] }),
  jobmaal: points,
  erfaring: points,
  sprog: points,
  rejse: points,
  hensyn: points,
  beslaegtet: points,
  ukendt: points,
});
export const ApiExplanation = {
  parts: orNull(ApiParts),
  fits: Type.Array(ApiReason),
  lacks: Type.Array(ApiReason),
  unknown: Type.Array(ApiReason),
  related: Type.Array(ApiReason),
};
/** `id` only for those who may open the citizen; a konsulent is given the first name. */
export const ApiPerson = Type.Object({
  id: orNull(Type.Integer()),
  key: Type.String(),
  name: orNull(Type.String()),
  mustBeAsked: Type.Boolean(),
});
const ApiSetAside = Type.Object({
  id: Type.Integer(),
  reason: Type.Enum([...SET_ASIDE_REASONS]),
  comment: orNull(Type.String()),
  byName: Type.String(),
  at: Type.String(),
});
/** `citizen` is null where the citizen is a colleague's: a rank and a score, nothing else. */
const ApiCandidate = Type.Object({
  rank: Type.Integer(),
  score: Type.Integer(),
  citizen: orNull(ApiPerson),
  /** was set aside for the order, until the facts changed */
  cameBack: orNull(ApiSetAside),
  ...ApiExplanation,
});
const reasonCounts = Type.Record(Type.String(), Type.Integer());

export const ApiShortlist = Type.Object({
  orderId: Type.Integer(),
  orderKey: Type.String(),
  citizens: Type.Integer(),
  excludedCounts: reasonCounts,
  rows: Type.Array(ApiCandidate),
  /** break no rule, but have told too little to be compared; `rows` are those whom the caller may see */
  fewFacts: Type.Object({
    total: Type.Integer(),
    rows: Type.Array(Type.Object({ citizen: ApiPerson, ask: Type.Array(Type.String()) })),
  }),
});
const ApiExcludedPerson = Type.Object({
  citizen: ApiPerson,
  reason: Type.Enum([...EXCLUSION_REASONS]),
  detail: Type.String(),
  /** by whom, when and why, of those set aside */
  setAside: orNull(ApiSetAside),
});
export const ApiExcluded = Type.Object({
  ...pageOf(ApiExcludedPerson).properties,
  counts: reasonCounts,
  reason: orNull(Type.Enum([...EXCLUSION_REASONS])),
});

export function toApiPerson({ citizenId, name, key, sight, mustBeAsked }: Person): Static<typeof ApiPerson> {
  return { id: sight === 'full' ? citizenId : null, key, name, mustBeAsked };
}

const NOTHING = { fits: [], lacks: [], unknown: [], related: [] };

export function toApiCandidate(candidate: Candidate): Static<typeof ApiCandidate> {
  const { rank, score, person, parts, explanation, cameBack } = candidate;
  return {
    rank,
    score,
    citizen: person && toApiPerson(person),
    cameBack: cameBack && toApiSetAside(cameBack),
    parts,
    ...(explanation ?? NOTHING),
  };
}

export function toApiExcluded({ person, reason, detail, setAside }: ExcludedPerson) {
  return { citizen: toApiPerson(person), reason, detail, setAside: setAside && toApiSetAside(setAside) };
}

function toApiSetAside({ id, reason, comment, byName, at }: SetAside): Static<typeof ApiSetAside> {
  return { id, reason, comment, byName, at };
}
