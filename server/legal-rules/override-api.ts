import { Type } from 'typebox';
import { RULE_ANSWERS } from '../../db/schema/legal-rules.ts';
import { DateText, orNull, Text } from '../api/fields.ts';
import { pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { addDays, isIsoDate } from '../ui/dates.ts';
import { listOverrides, OVERRIDE_DAYS, overrideKey } from './overrides.ts';

const Override = Type.Object({
  id: Type.Integer(),
  what: Text,
  ruleId: orNull(Type.Integer()),
  answer: Type.Enum([...RULE_ANSWERS]),
  sentence: Text,
  reason: Text,
  decidedAt: Text,
  decidedByName: Text,
  placementId: orNull(Type.Integer()),
  jobOrderId: orNull(Type.Integer()),
});
const OverridesQuery = Type.Object(
  {
    what: Type.Optional(Type.String({ maxLength: 60 })),
    from: Type.Optional(DateText),
    to: Type.Optional(DateText),
    ...pageQuery,
  },
  { additionalProperties: false },
);

/** Overrides of rules for machines: a leder's and an administrator's are everybody's, others see their own. */
export function overrideApi(app: App, { db, today }: AppContext): void {
  app.get(
    paths.api('rule-overrides'),
    {
      config: { access: 'signed-in', problems: [422] },
      schema: {
        tags: ['Regler'],
        summary: 'Fravigelser af regler, de nyeste først; borgeren nævnes ikke',
        querystring: OverridesQuery,
        response: { 200: pageOf(Override) },
      },
    },
    async (request, reply) => {
      const { what = '', from = addDays(today(), -OVERRIDE_DAYS), to = today(), ...range } = request.query;
      const wrong = Object.entries({ from, to }).filter(([, date]) => !isIsoDate(date));
      if (wrong.length > 0) {
        const errors = wrong.map(([field]) => ({ field, reason: 'Skriv en dato som ÅÅÅÅ-MM-DD.' }));
        return sendProblem(request, reply, { status: 422, title: 'Datoen findes ikke', errors });
      }
      const slice = readPaging(range, { sort: 'nyeste', parts: 2 });
      const { rows, total } = listOverrides(db, { what, from, to }, { actor: actorOf(request), slice });
      return toPage(rows, slice, { keyOf: overrideKey, toItem: (row) => row, total });
    },
  );
}
