import { type Static, Type } from 'typebox';
import { COVERAGE_UNITS, type CoverageUnit } from '../../db/schema/coverage.ts';
import { readSettings } from '../admin/queries.ts';
import { pageOf, pageQuery, readPaging } from '../api/paging.ts';
import { firmsLookedAfterBy } from '../companies/care.ts';
import { FirmRowSchema } from '../companies/schemas.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { Figures } from './coverage-schema.ts';
import { coverageListAfter, LIST_SORTS } from './lists.ts';
import { liveFigures } from './live-figures.ts';
import { asOfInstant, invalidPeriod, periodErrors } from './question.ts';
import { ruleFor } from './rule-queries.ts';
import { ruleSentence } from './rule-text.ts';
import { FIGURES } from './rules.ts';

const config = { access: ['konsulent', 'leder', 'administrator'] as const };
const LocalDate = Type.String({ maxLength: 10, description: 'ÅÅÅÅ-MM-DD' });
const period = {
  from: LocalDate,
  to: LocalDate,
  asOf: Type.Optional({
    ...LocalDate,
    description: 'Kun det, der var registreret ved dagens udgang; ellers i dag',
  }),
  unit: Type.Optional(
    Type.Enum([...COVERAGE_UNITS], {
      description: 'p: arbejdssteder, cvr: virksomheder; ellers som indstillet',
    }),
  ),
};
const Period = Type.Object(period, { additionalProperties: false });
const ListQuery = Type.Object(
  {
    ...period,
    figure: Type.Enum(FIGURES),
    owner: Type.Optional(Type.Literal('me')),
    sort: Type.Optional(Type.Enum([...LIST_SORTS])),
    ...pageQuery,
  },
  { additionalProperties: false },
);
const CoverageFirm = Type.Object({ ...FirmRowSchema.properties, places: Type.Integer({ minimum: 1 }) });
const CoverageSchema = Type.Object({ ...Figures.properties, ruleText: Type.String() });

/** The coverage for machines: the same figures and the same lists. */
export function coverageApi(app: App, { db, today }: AppContext): void {
  app.get(
    paths.api('coverage'),
    {
      config,
      schema: {
        querystring: Period,
        response: { 200: CoverageSchema },
        tags: ['Dækning'],
        summary: 'Dækning i en periode',
      },
    },
    async (request, reply) => {
      const { errors, period } = read(request.query);
      if (errors.length > 0) return sendProblem(request, reply, invalidPeriod(errors));
      const question = questionOf(period);
      const figures = liveFigures(db, question, unitOf(request.query.unit));
      const ruleText = ruleSentence(ruleFor(db, question));
      return reply.send({ ...figures, asOf: period.asOfDate, ruleText });
    },
  );

  app.get(
    paths.api('coverage/companies'),
    {
      config,
      schema: {
        querystring: ListQuery,
        response: { 200: pageOf(CoverageFirm) },
        tags: ['Dækning'],
        summary: 'Virksomhederne bag et tal',
      },
    },
    async (request, reply) => {
      const { figure, owner, sort = 'navn', limit, cursor } = request.query;
      const { errors, period } = read(request.query);
      if (errors.length > 0) return sendProblem(request, reply, invalidPeriod(errors));
      const among = owner === 'me' ? firmsLookedAfterBy(db, actorOf(request).userId, today()) : undefined;
      const unit = unitOf(request.query.unit);
      const paging = readPaging({ limit, cursor }, { sort: `${figure} ${unit} ${sort}`, parts: 3 });
      const question = questionOf(period);
      return coverageListAfter(db, { question, unit, figure, sort, among, paging });
    },
  );

  function read({ from, to, asOf = today() }: Static<typeof Period>) {
    const period = { from, to, asOfDate: asOf };
    return { period, errors: periodErrors(period, { from: 'from', to: 'to', asOfDate: 'asOf' }) };
  }

  function questionOf({ from, to, asOfDate }: { from: string; to: string; asOfDate: string }) {
    return { from, to, asOf: asOfInstant(asOfDate, today()) };
  }

  function unitOf(asked: CoverageUnit | undefined): CoverageUnit {
    return asked ?? readSettings(db).coverageUnit;
  }
}
