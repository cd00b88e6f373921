import { type Static, Type } from 'typebox';
import { RECORD_FORMS, RECORD_KINDS, type RecordKind } from '../../db/schema/firm-records.ts';
import { ORDER_TYPES } from '../../workers/matching/types.ts';
import { DateText, FormKey, FreeText, orNull, Text } from '../api/fields.ts';
import { cleanText } from '../contacts/rules.ts';
import { addDays, isIsoDate } from '../ui/dates.ts';
import { RECORD_SPECS } from './kinds.ts';
import { RECORD_LIMITS, type RecordDraft } from './rules.ts';
import { fieldOf } from './spec.ts';

const Form = Type.Enum([...new Set(Object.values(RECORD_FORMS).flat())]);
const Line = Type.Object({
  type: Type.Enum([...ORDER_TYPES]),
  count: Type.Integer(),
  neededFrom: orNull(Text),
});

/** An agreement, plan, warning or state as stored. `untilDate` is the first day on which it no longer holds. */
export const Record = Type.Object({
  id: Type.Integer(),
  pNumber: Type.Integer(),
  kind: Type.Enum([...RECORD_KINDS]),
  form: orNull(Form),
  fromDate: Text,
  untilDate: orNull(Text),
  count: orNull(Type.Integer()),
  partner: orNull(Text),
  note: orNull(Text),
  contactPersonId: orNull(Type.Integer()),
  contactPersonName: orNull(Text),
  followUpDate: orNull(Text),
  followUpDoneAt: orNull(Text),
  endedReason: orNull(Text),
  changeReason: orNull(Text),
  recordedAt: Text,
  recordedByName: orNull(Text),
  replacesId: orNull(Type.Integer()),
  supersededAt: orNull(Text),
  withdrawnAt: orNull(Text),
  withdrawnByName: orNull(Text),
  withdrawnReason: orNull(Text),
  lines: Type.Array(Line),
});

const facts = {
  form: Type.Optional(orNull(Form)),
  fromDate: DateText,
  untilDate: Type.Optional(orNull(DateText)),
  count: Type.Optional(orNull(Type.Integer())),
  partner: Type.Optional(orNull(FreeText)),
  note: Type.Optional(orNull(FreeText)),
  contactPersonId: Type.Optional(orNull(Type.Integer())),
  followUpDate: Type.Optional(orNull(DateText)),
  noPersonInformation: Type.Optional(Type.Boolean()),
  lines: Type.Optional(
    Type.Array(
      Type.Object(
        {
          type: Type.Enum([...ORDER_TYPES]),
          count: Type.Integer(),
          neededFrom: Type.Optional(orNull(DateText)),
        },
        { additionalProperties: false },
      ),
      { maxItems: RECORD_LIMITS.lines },
    ),
  ),
};
const Facts = Type.Object(facts);
export const NewRecord = Type.Object(
  { kind: Type.Enum([...RECORD_KINDS]), key: FormKey, ...facts },
  { additionalProperties: false },
);
export const ChangedRecord = Type.Object({ reason: FreeText, ...facts }, { additionalProperties: false });
export const Ending = Type.Object({ untilDate: DateText, reason: FreeText }, { additionalProperties: false });
export const Withdrawal = Type.Object({ reason: FreeText }, { additionalProperties: false });

/** As the form would have said it: some kinds ask people for the last day, programs always say the first day without. */
export function toDraft(kind: RecordKind, body: Static<typeof Facts>): RecordDraft {
  const lastDay = fieldOf(RECORD_SPECS[kind], 'untilDate')?.lastDay ?? false;
  const until = body.untilDate ?? '';
  return {
    form: body.form ?? '',
    fromDate: body.fromDate,
    untilDate: lastDay && isIsoDate(until) ? addDays(until, -1) : until,
    count: body.count === null || body.count === undefined ? '' : String(body.count),
    partner: cleanText(body.partner),
    note: cleanText(body.note),
    contactPersonId: body.contactPersonId ? String(body.contactPersonId) : '',
    followUpDate: body.followUpDate ?? '',
    lines: (body.lines ?? []).map(({ type, count, neededFrom }) => ({
      type,
      count: String(count),
      neededFrom: neededFrom ?? '',
    })),
  };
}
