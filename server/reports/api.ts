import { type Static, Type } from 'typebox';
import { orNull } from '../api/fields.ts';
import { cutTo, dayKey, type Key, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { invalidPeriod, periodErrors } from '../coverage/question.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { awardFirms } from './award-queries.ts';
import { AWARD_CRITERIA, countOf, isMet, metBy } from './award-rules.ts';
import { type HireCounts, hiresBehind, noHires, reportedHires, tallyHires } from './hire-queries.ts';
import { HIRE_FIGURES } from './hire-rules.ts';
import { reportedOrders, tallyOrders, waitsOf } from './order-queries.ts';
import { type Counts, ORDER_FIGURES, ORDER_GROUPINGS } from './order-rules.ts';
import {
  begunByGroup,
  type PlacementLine,
  placementsBehind,
  reportedPlacements,
  tallyPlacements,
} from './placement-queries.ts';
import { measureOf, PLACEMENT_FIGURES } from './placement-rules.ts';

const readers = { access: ['konsulent', 'leder', 'sagsbehandler'] as const };
const placementReaders = { access: ['konsulent', 'leder'] as const };
const awardReaders = { access: ['leder'] as const };
const tags = ['Rapporter'];

const LocalDate = Type.String({ maxLength: 10, description: 'ÅÅÅÅ-MM-DD' });
const period = { from: LocalDate, to: LocalDate };
const Count = Type.Integer({ minimum: 0 });
const OrderFigures = Type.Array(
  Type.Object({ figure: Type.Enum([...ORDER_FIGURES]), count: Count, positions: Count }),
);
const HireFigures = Type.Array(Type.Object({ figure: Type.Enum([...HIRE_FIGURES]), count: Count }));
const PlacementFigures = Type.Array(Type.Object({ figure: Type.Enum([...PLACEMENT_FIGURES]), count: Count }));
const line = { value: Type.String(), name: Type.String() };
const Hire = Type.Object({
  orderId: Type.Integer(),
  title: Type.String(),
  firmName: Type.String(),
  sharedOn: Type.String(),
  startedOn: orNull(Type.String()),
});
const Placement = Type.Object({
  id: Type.Integer(),
  measure: Type.String(),
  pNumber: Type.Integer(),
  firmName: Type.String(),
  startsOn: Type.String(),
  endsOn: orNull(Type.String()),
  endedOn: orNull(Type.String()),
  hoursBefore: orNull(Type.Number()),
  hoursAfter: orNull(Type.Number()),
});

/** The reports for machines: the same figures, and the lists behind them, without a citizen's name or id. */
export function reportApi(app: App, { db, today }: AppContext): void {
  const wrong = (asked: Static<typeof Asked>) =>
    periodErrors({ ...asked, asOfDate: today() }, { from: 'from', to: 'to', asOfDate: 'from' });

  app.get(
    paths.api('reports/orders'),
    {
      config: readers,
      schema: {
        tags,
        summary: 'Ordrer, formidling og ansættelser i en periode',
        querystring: Type.Object({ ...period, by: Type.Optional(Type.Enum([...ORDER_GROUPINGS])) }),
        response: { 200: OrderAnswer },
      },
    },
    async (request, reply) => {
      const { from, to, by = 'type' } = request.query;
      const errors = wrong({ from, to });
      if (errors.length > 0) return sendProblem(request, reply, invalidPeriod(errors));
      const orders = reportedOrders(db, { from, to }, today());
      const { total, lines } = tallyOrders(orders, by);
      const hires = tallyHires(reportedHires(db, { from, to }, today()), by);
      const waits = waitsOf(orders);
      const byLine = lines.map(({ value, name, counts }) => ({
        value,
        name,
        orderFigures: orderList(counts),
        hireFigures: hireList(hires.lines.find((other) => other.value === value)?.counts ?? noHires()),
      }));
      return {
        from,
        to,
        orderFigures: orderList(total),
        hireFigures: hireList(hires.total),
        daysToShared: waits.toShared,
        daysToFilled: waits.toFilled,
        lines: byLine,
      };
    },
  );

  app.get(
    paths.api('reports/hires'),
    {
      config: readers,
      schema: {
        tags,
        summary: 'De formidlinger, der er bag et tal',
        querystring: Type.Object({ ...period, figure: Type.Enum([...HIRE_FIGURES]), ...pageQuery }),
        response: { 200: pageOf(Hire) },
      },
    },
    async (request, reply) => {
      const { from, to, figure } = request.query;
      const errors = wrong({ from, to });
      if (errors.length > 0) return sendProblem(request, reply, invalidPeriod(errors));
      const rows = hiresBehind(reportedHires(db, { from, to }, today()), figure);
      const paging = readPaging(request.query, { sort: figure, parts: 2 });
      const keyOf = ({ sharedAt, id }: (typeof rows)[number]): Key => [-Date.parse(sharedAt), -id];
      return toPage(cutTo(rows, paging, { keyOf }), paging, {
        keyOf,
        toItem: (row) => row,
        total: rows.length,
      });
    },
  );

  app.get(
    paths.api('reports/placements'),
    {
      config: placementReaders,
      schema: {
        tags,
        summary: 'Forløb i en periode efter ordning og målgruppe',
        querystring: Asked,
        response: { 200: PlacementAnswer },
      },
    },
    async (request, reply) => {
      const { from, to } = request.query;
      const errors = wrong({ from, to });
      if (errors.length > 0) return sendProblem(request, reply, invalidPeriod(errors));
      const rows = reportedPlacements(db, { from, to }, today());
      const { total, lines } = tallyPlacements(rows);
      const groups = begunByGroup(db, rows).map(({ value, name, begun, total: all }) => ({
        targetGroup: value,
        groupName: name,
        begun: [...begun].map(([measure, count]) => ({ measure, count })),
        total: all,
      }));
      const byMeasure = lines.map(({ counts, ...own }) => ({ ...own, figures: placementList(counts) }));
      return { from, to, figures: placementList(total.counts), lines: byMeasure, groups };
    },
  );

  app.get(
    paths.api('reports/placements/list'),
    {
      config: placementReaders,
      schema: {
        tags,
        summary: 'De forløb, der er bag et tal',
        querystring: Type.Object({ ...period, figure: Type.Enum([...PLACEMENT_FIGURES]), ...pageQuery }),
        response: { 200: pageOf(Placement) },
      },
    },
    async (request, reply) => {
      const { from, to, figure } = request.query;
      const errors = wrong({ from, to });
      if (errors.length > 0) return sendProblem(request, reply, invalidPeriod(errors));
      const rows = placementsBehind(reportedPlacements(db, { from, to }, today()), figure, []);
      const paging = readPaging(request.query, { sort: figure, parts: 2 });
      const keyOf = ({ startsOn, id }: (typeof rows)[number]): Key => [-dayKey(startsOn), -id];
      return toPage(cutTo(rows, paging, { keyOf }), paging, {
        keyOf,
        toItem: (row) => ({ ...row, measure: measureOf(row) }),
        total: rows.length,
      });
    },
  );

  app.get(
    paths.api('reports/award'),
    {
      config: awardReaders,
      schema: {
        tags,
        summary: 'Virksomhedsprisens kriterier for et år, den med flest først',
        querystring: Type.Object({ year: Type.Integer({ minimum: 2000, maximum: 2199 }) }),
        response: { 200: AwardAnswer },
      },
    },
    async (request) => {
      const { year } = request.query;
      const firms = awardFirms(db, year, today()).map((firm) => ({
        cvr: firm.cvr,
        name: firm.name,
        met: metBy(firm).length,
        criteria: AWARD_CRITERIA.map((criterion) => ({
          criterion,
          count: countOf(firm.evidence, criterion),
          isMet: isMet(firm.evidence, criterion),
        })),
      }));
      return { year, firms };
    },
  );
}

function orderList(counts: Counts) {
  return ORDER_FIGURES.map((figure) => ({
    figure,
    count: counts[figure].orders,
    positions: counts[figure].positions,
  }));
}

function hireList(counts: HireCounts) {
  return HIRE_FIGURES.map((figure) => ({ figure, count: counts[figure] }));
}

function placementList(counts: PlacementLine['counts']) {
  return PLACEMENT_FIGURES.map((figure) => ({ figure, count: counts[figure] }));
}

const Asked = Type.Object(period);
const OrderAnswer = Type.Object({
  from: Type.String(),
  to: Type.String(),
  orderFigures: OrderFigures,
  hireFigures: HireFigures,
  daysToShared: orNull(Type.Number()),
  daysToFilled: orNull(Type.Number()),
  lines: Type.Array(Type.Object({ ...line, orderFigures: OrderFigures, hireFigures: HireFigures })),
});
const PlacementAnswer = Type.Object({
  from: Type.String(),
  to: Type.String(),
  figures: PlacementFigures,
  lines: Type.Array(
    Type.Object({
      ...line,
      figures: PlacementFigures,
      hoursBefore: Type.Number(),
      hoursAfter: Type.Number(),
    }),
  ),
  groups: Type.Array(
    Type.Object({
      targetGroup: Type.String(),
      groupName: Type.String(),
      begun: Type.Array(Type.Object({ measure: Type.String(), count: Count })),
      total: Count,
    }),
  ),
});
const AwardAnswer = Type.Object({
  year: Type.Integer(),
  firms: Type.Array(
    Type.Object({
      cvr: Type.Integer(),
      name: Type.String(),
      met: Count,
      criteria: Type.Array(
        Type.Object({
          criterion: Type.Enum([...AWARD_CRITERIA]),
          count: Count,
          isMet: Type.Boolean(),
        }),
      ),
    }),
    { description: 'Virksomheder med mindst ét bevis.' },
  ),
});
