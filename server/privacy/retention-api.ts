import { type Static, Type } from 'typebox';
import { RETAINED, type RetentionHold } from '../../db/schema/privacy.ts';
import { atFields, Count, DateText, FreeText, orNull, Text } from '../api/fields.ts';
import { cutTo, dayKey, type Key, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import type { FieldError } from '../problems.ts';
import {
  allRules,
  countHolds,
  dueCitizens,
  duePersons,
  lastRuns,
  type RetentionRule,
  type RetentionRun,
  ruleFor,
} from './retention.ts';
import { addRule, askHowMany, readRule } from './retention-rules.ts';

const readers = { access: ['leder', 'administrator'] as const };
const writers = { access: ['administrator'] as const };
const tags = ['Opbevaring'];

const Retained = Type.Enum([...RETAINED], { description: 'Hvem fristen gælder.' });
const months = Type.Integer({ description: 'Måneder efter det sidste, der skete: 1-600.', examples: [60] });
/** How long somebody is kept after the last that happened, and who has decided it. */
const Rule = Type.Object({
  id: Type.Integer(),
  subject: Retained,
  months,
  validFrom: Text,
  source: Text,
  recordedAt: Text,
  inForce: Type.Boolean(),
});
const NewRule = Type.Object(
  {
    subject: Retained,
    months,
    validFrom: DateText,
    source: FreeText,
    erases: Type.Optional(
      Type.Integer({
        description:
          'Hvor mange fristens første nat sletter. Kræves, når det er nogen; svaret siger hvor mange.',
        examples: [12],
      }),
    ),
  },
  { additionalProperties: false },
);
/** How many stay although their time is over, by why. */
const Kept = Type.Object(
  {
    forloeb: Type.Optional(Type.Integer({ description: 'Er i et forløb.', examples: [2] })),
    tavle: Type.Optional(Type.Integer({ description: 'Står på en ordres tavle.', examples: [1] })),
    henvendelse: Type.Optional(
      Type.Integer({ description: 'Har en henvendelse, der venter på svar.', examples: [1] }),
    ),
  } satisfies Record<RetentionHold, unknown>,
  { description: 'Hvor mange der bliver, selv om fristen er udløbet, efter grund.' },
);
const persons = Type.Integer({ description: 'Antal kontaktpersoner.', examples: [3] });
/** What one night has done. */
const Run = Type.Object({
  onDate: Text,
  startedAt: Text,
  finishedAt: orNull(Text),
  citizens: Count,
  persons,
  kept: Kept,
});
const Due = Type.Object({ citizens: Count, persons, kept: Kept });
const ListQuery = Type.Object(pageQuery, { additionalProperties: false });
const NAMES = { hvem: 'subject', maaneder: 'months', fra: 'validFrom', kilde: 'source', bekraeft: 'erases' };

/** How long people are kept, and what the nights have done, for machines: in numbers, as on the page. */
export function retentionApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('retention-rules'),
    {
      config: readers,
      schema: {
        tags,
        summary:
          'Alle opbevaringsfrister, også tidligere og kommende; inForce siger, hvilke der gælder i dag',
        querystring: ListQuery,
        response: { 200: pageOf(Rule) },
      },
    },
    async (request) => {
      const paging = readPaging(request.query, { sort: 'frister', parts: 3 });
      const all = allRules(db);
      const keyOf = ({ subject, validFrom, id }: RetentionRule): Key => [subject, -dayKey(validFrom), -id];
      return toPage(cutTo(all, paging, { keyOf }), paging, { keyOf, toItem: toRule, total: all.length });
    },
  );

  app.post(
    paths.api('retention-rules'),
    {
      config: { ...writers, problems: [422] },
      schema: {
        tags,
        summary: 'Ny opbevaringsfrist; hver nat slettes de, hvis frist er udløbet, og det kan ikke fortrydes',
        body: NewRule,
        response: { 201: Rule },
      },
    },
    async (request, reply) => {
      const { subject, months, validFrom, source, erases } = request.body;
      const typed = {
        hvem: subject,
        maaneder: String(months),
        fra: validFrom,
        kilde: cleanText(source) ?? '',
      };
      const refuse = (errors: readonly FieldError[]) =>
        sendProblem(request, reply, {
          status: 422,
          title: 'Fristen kan ikke gemmes',
          errors: atFields(errors, NAMES),
        });
      const { rule, errors } = readRule(typed, today());
      if (!rule) return refuse(errors);
      const asked = askHowMany(db, rule, erases ?? 0, today());
      if (asked.length > 0) return refuse(asked);
      const doing = { recordedAt: now().toISOString(), recordedBy: actorOf(request).userId };
      const id = addRule(db, { ...rule, ...doing });
      return reply.code(201).send(toRule({ id, ...rule, ...doing }));
    },
  );

  app.get(
    paths.api('retention-runs'),
    {
      config: readers,
      schema: {
        tags,
        summary: 'Hvad hver nat har slettet, den seneste først',
        querystring: ListQuery,
        response: { 200: pageOf(Run) },
      },
    },
    async (request) => {
      const paging = readPaging(request.query, { sort: 'seneste', parts: 1 });
      return toPage(lastRuns(db, paging), paging, { keyOf: ({ onDate }) => [onDate], toItem: toRun });
    },
  );

  app.get(
    paths.api('retention-due'),
    {
      config: readers,
      schema: {
        tags,
        summary: 'Hvor mange der slettes i nat, og hvor mange der bliver, selv om fristen er udløbet',
        response: { 200: Due },
      },
    },
    async () => {
      const due = dueCitizens(db, today());
      return {
        citizens: due.filter(({ hold }) => hold === null).length,
        persons: duePersons(db, today()).length,
        kept: countHolds(due),
      };
    },
  );

  function toRule({
    id,
    subject,
    months,
    validFrom,
    source,
    recordedAt,
  }: RetentionRule): Static<typeof Rule> {
    const inForce = ruleFor(db, subject, today())?.id === id;
    return { id, subject, months, validFrom, source, recordedAt, inForce };
  }
}

function toRun({ onDate, startedAt, finishedAt, citizens, persons, kept }: RetentionRun): Static<typeof Run> {
  return { onDate, startedAt, finishedAt, citizens, persons, kept };
}
