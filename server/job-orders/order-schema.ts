import { type Static, Type } from 'typebox';
import {
  FUNCTIONAL_NEEDS,
  ORDER_STATUSES,
  ORDER_TYPES,
  PRAKTIK_PURPOSES,
  REQUIREMENT_KINDS,
  WORKING_TIMES,
} from '../../db/schema/job-orders.ts';
import { FIRM_BARS } from '../../workers/matching/types.ts';
import { orNull } from '../api/fields.ts';
import { pageQuery } from '../api/paging.ts';
import { tidy } from './form.ts';
import { OWNER_FILTERS } from './ownership.ts';
import { ORDER_SORTS } from './queries.ts';
import type { OrderDraft } from './rules.ts';

const Text = Type.String({ maxLength: 20_000 });
const IsoDate = Type.String({ maxLength: 10 });
const Requirement = Type.Object(
  { kind: Type.Enum([...REQUIREMENT_KINDS]), text: Text, kanLaeres: Type.Boolean() },
  { additionalProperties: false },
);
const Shift = Type.Object(
  {
    /** Monday is 1 */
    weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, uniqueItems: true }),
    /** 22:00 */
    from: Type.String({ maxLength: 5 }),
    /** not later than `from`: the morning after; 00:00 is midnight */
    to: Type.String({ maxLength: 5 }),
  },
  { additionalProperties: false },
);
const draftFields = {
  type: Type.Enum([...ORDER_TYPES]),
  purpose: orNull(Type.Enum([...PRAKTIK_PURPOSES])),
  title: Text,
  description: Text,
  positions: Type.Integer(),
  hoursMin: orNull(Type.Number()),
  hoursMax: orNull(Type.Number()),
  workingTimes: Type.Array(Type.Enum([...WORKING_TIMES]), { uniqueItems: true }),
  allWorkingTimes: Type.Boolean(),
  danishMin: orNull(Text),
  danishOralMin: orNull(Text),
  danishWrittenMin: orNull(Text),
  offers: Type.Array(Type.Enum([...FUNCTIONAL_NEEDS]), { uniqueItems: true }),
  postcode: orNull(Text),
  startDate: orNull(IsoDate),
  deadline: orNull(IsoDate),
  internalComment: orNull(Text),
  requirements: Type.Array(Requirement, { maxItems: 1000 }),
};
/** Came later than the rest. A program that does not know them leaves them as they are. */
const later = {
  /** functional needs that cannot be met at the place: whoever has one is excluded; none may be among `offers` */
  unavoidable: Type.Array(Type.Enum([...FUNCTIONAL_NEEDS]), { uniqueItems: true }),
  /** null: not asked */
  followUp: orNull(Type.Boolean()),
  /** null: not asked */
  leadsToJob: orNull(Type.Boolean()),
  /** days and times; the hours are worked out from them when they are blank */
  shifts: Type.Array(Shift),
};
const knownOrNot = {
  unavoidable: Type.Optional(later.unavoidable),
  followUp: Type.Optional(later.followUp),
  leadsToJob: Type.Optional(later.leadsToJob),
  shifts: Type.Optional(later.shifts),
  noPersonInformation: Type.Optional(Type.Boolean()),
  textChecked: Type.Optional(Type.Boolean()),
};

export const NewOrder = Type.Object(
  {
    pNumber: Type.Integer({ minimum: 1 }),
    /** the firm's open mulighed that becomes this order */
    leadId: Type.Optional(Type.Integer({ minimum: 1 })),
    /** sent again after a broken connection, the same key gives the same order */
    key: Type.Optional(Type.String({ pattern: '^[0-9a-f-]{36}$' })),
    ...draftFields,
    ...knownOrNot,
  },
  { additionalProperties: false },
);
export const ChangedOrder = Type.Object({ ...draftFields, ...knownOrNot }, { additionalProperties: false });
export const StatusChange = Type.Object(
  { status: Type.Enum([...ORDER_STATUSES]), comment: Text, version: Type.Integer() },
  { additionalProperties: false },
);
export const Renewal = Type.Object({ from: orNull(IsoDate) }, { additionalProperties: false });
export const ListQuery = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 200 })),
    type: Type.Optional(Type.Enum([...ORDER_TYPES])),
    status: Type.Optional(Type.Enum([...ORDER_STATUSES])),
    owner: Type.Optional(Type.Enum([...OWNER_FILTERS])),
    /** true: only those whose employer waits for a first answer */
    unanswered: Type.Optional(Type.Boolean()),
    sort: Type.Optional(Type.Enum(ORDER_SORTS.flatMap((name) => [name, `-${name}`]))),
    ...pageQuery,
  },
  { additionalProperties: false },
);
export const Params = Type.Object({ id: Type.String() });

const summaryFields = {
  id: Type.Integer(),
  orderKey: Type.String(),
  title: Type.String(),
  type: Type.String(),
  positions: Type.Integer(),
  /** positions that somebody has */
  taken: Type.Integer(),
  hoursMin: orNull(Type.Number()),
  hoursMax: orNull(Type.Number()),
  /** when the employer must have had the first answer; null: no clock */
  firstAnswerDue: orNull(Type.String()),
  /** null: not yet */
  firstAnswerAt: orNull(Type.String()),
  startDate: orNull(Type.String()),
  deadline: orNull(Type.String()),
  status: Type.Enum([...ORDER_STATUSES]),
  pNumber: orNull(Type.Integer()),
  cvr: Type.Integer(),
  firmName: Type.String(),
  ownerName: orNull(Type.String()),
  /** why the firm gets no candidates; null: nothing stands in the way */
  bar: orNull(Type.Enum([...FIRM_BARS])),
};
export const OrderSummary = Type.Object(summaryFields);
export const Order = Type.Object({
  ...summaryFields,
  ...draftFields,
  ...later,
  version: Type.Integer(),
  history: Type.Array(
    Type.Object({
      status: Type.Enum([...ORDER_STATUSES]),
      comment: Type.String(),
      changedAt: Type.String(),
      byName: orNull(Type.String()),
    }),
  ),
});

type DraftBody = Static<typeof ChangedOrder>;

type Later = Pick<OrderDraft, 'unavoidable' | 'followUp' | 'leadsToJob' | 'shifts'>;

export const NOT_ASKED: Later = { unavoidable: [], followUp: null, leadsToJob: null, shifts: [] };

/** Texts as the form would have read them; what the body leaves out are as in `before`. */
export function toDraft(
  { noPersonInformation: _, textChecked: _seen, ...body }: DraftBody,
  before: Later,
): OrderDraft {
  const orNone = (typed: string | null) => (typed === null ? null : tidy(typed) || null);
  return {
    ...body,
    unavoidable: body.unavoidable ?? before.unavoidable,
    followUp: body.followUp === undefined ? before.followUp : body.followUp,
    shifts: body.shifts ?? before.shifts,
    leadsToJob: body.leadsToJob === undefined ? before.leadsToJob : body.leadsToJob,
    title: tidy(body.title).replaceAll('\n', ' '),
    description: tidy(body.description),
    danishMin: orNone(body.danishMin),
    danishOralMin: orNone(body.danishOralMin),
    danishWrittenMin: orNone(body.danishWrittenMin),
    postcode: orNone(body.postcode),
    startDate: orNone(body.startDate),
    deadline: orNone(body.deadline),
    internalComment: orNone(body.internalComment),
    requirements: body.requirements.map((requirement) => ({
      ...requirement,
      text: tidy(requirement.text).replaceAll('\n', ' '),
    })),
  };
}
