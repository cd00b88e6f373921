import { and, eq, gt, isNull, lte, max, sql } from 'drizzle-orm';
import { Type } from 'typebox';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { placement } from '../../db/schema/placements.ts';
import { BACKGROUNDS, citizenBackground } from '../../db/schema/protected.ts';
import type { OrderType } from '../../workers/matching/types.ts';
import { readSettings, recordEvent } from '../admin/queries.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { inTurns } from '../turns.ts';
import { type Fields, FieldsSchema, oneOf, textOf } from '../ui/fields.ts';
import { FILE_TYPES, type FileType } from '../ui/spreadsheet.ts';
import { EQUAL_USE_FILE_COLUMNS, EqualUsePage } from './equal-use-page.tsx';
import { ASKED_MEASURES, hideSmall, isIn } from './equal-use-rules.ts';
import { halfYearBefore, halfYearOf, halfYearWith } from './half-years.ts';
import type { Period } from './period.tsx';
import { groupNames, groupOn } from './placement-queries.ts';
import { sendRows } from './report-lists.ts';

const config = { access: ['leder'] as const };
const ROWS = [...BACKGROUNDS, 'ukendt'] as const;

/**
 * Equal use of measures between groups within a target group. This file alone reads citizen_background but for its import
 * (conventions.test.ts), and gives it to nobody but in numbers with the small ones hidden. Only whole half-years that are
 * over: of periods that overlap, or grow from day to day, the one subtracted from the other would show a single citizen.
 */
export function equalUseRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(paths.equalUse, { config, schema: { querystring: FieldsSchema } }, async (request, reply) => {
    const asked = readAsked(request.query, today());
    if (!asked) return sendProblem(request, reply, NOT_FOUND);
    noteRead(actorOf(request).userId, asked.halfYear.key);
    const { smallestCell } = readSettings(db);
    const lines = (await linesOf(asked.halfYear, smallestCell)).filter(
      ({ measure }) => measure === asked.measure,
    );
    return reply.page(EqualUsePage({ view: request.view(reply), ...asked, smallestCell, lines }));
  });

  for (const type of Object.keys(FILE_TYPES) as FileType[]) {
    app.get(
      paths.equalUseFile(type),
      { config, schema: { querystring: FieldsSchema } },
      async (request, reply) => {
        const asked = readAsked(request.query, today());
        if (!asked) return sendProblem(request, reply, NOT_FOUND);
        noteRead(actorOf(request).userId, asked.halfYear.key);
        const lines = await linesOf(asked.halfYear, readSettings(db).smallestCell);
        const rows = lines.flatMap(({ table, ...line }) => table.rows.map((row) => ({ ...line, ...row })));
        const name = `lige-brug-${asked.halfYear.key}`;
        return sendRows(reply, { type, name, columns: EQUAL_USE_FILE_COLUMNS, rows });
      },
    );
  }

  app.get(
    paths.api('reports/equal-use'),
    {
      config,
      schema: {
        tags: ['Rapporter'],
        summary: 'Lige brug af ordninger i et halvår, der er slut; små tal er skjult',
        querystring: Type.Object({ halfYear: Type.String({ pattern: '^20\\d\\d-[12]$' }) }),
        response: { 200: Answer },
      },
    },
    async (request, reply) => {
      const asked = readAsked({ halvaar: request.query.halfYear }, today());
      if (!asked) return sendProblem(request, reply, NOT_FOUND);
      noteRead(actorOf(request).userId, asked.halfYear.key);
      const { from, to, key } = asked.halfYear;
      const { smallestCell } = readSettings(db);
      const groups = (await linesOf(asked.halfYear, smallestCell)).map(({ table, ...line }) => ({
        ...line,
        ...table,
      }));
      return { halfYear: key, from, to, smallestCell, groups };
    },
  );

  async function linesOf(halfYear: Period, smallestCell: number) {
    return (await inTurns(equalUse(db, halfYear, smallestCell), () => !db.$client.open)) ?? [];
  }

  /** Who looked at figures of origin is written down, as for a citizen. */
  function noteRead(userId: number, key: string): void {
    const event = { action: 'laes', entity: 'lige_brug', entityKey: key };
    db.transaction((tx) => recordEvent(tx, { at: now().toISOString(), userId, ...event }), {
      behavior: 'immediate',
    });
  }
}

const Cell = Type.Union([
  Type.Object({ yes: Type.Integer({ minimum: 0 }), no: Type.Integer({ minimum: 0 }) }),
  Type.Null(),
]);
const Answer = Type.Object({
  halfYear: Type.String(),
  from: Type.String(),
  to: Type.String(),
  smallestCell: Type.Integer(),
  groups: Type.Array(
    Type.Object({
      targetGroup: Type.String(),
      groupName: Type.String(),
      measure: Type.Enum([...ASKED_MEASURES]),
      rows: Type.Array(Type.Object({ background: Type.Enum([...ROWS]), cells: Cell })),
      total: Cell,
    }),
  ),
});

/** Reads `halvaar` and `ordning`; without them the latest half-year that is over. undefined: one that is not. */
function readAsked(fields: Fields, today: string) {
  const latest = halfYearBefore(halfYearWith(today));
  const text = textOf(fields, 'halvaar');
  const halfYear = text === '' ? latest : halfYearOf(text);
  if (!halfYear || halfYear.to > latest.to) return undefined;
  return { halfYear, measure: oneOf(ASKED_MEASURES, textOf(fields, 'ordning')) ?? 'mindst_en' };
}

/** Citizens by target group on the half-year's last day, by measure and background, as they may be shown. */
function* equalUse(db: Db, { from, to }: Period, smallest: number) {
  const had = typesHad(db, { from, to });
  const counts = new Map<string, { yes: number; all: number }>();
  const last =
    db
      .select({ id: max(citizen.id) })
      .from(citizen)
      .get()?.id ?? 0;
  for (let after = 0; after < last; after += A_TURN) {
    yield;
    for (const { id, targetGroup, background } of peopleBetween(db, after, after + A_TURN, to)) {
      for (const measure of ASKED_MEASURES) {
        const name = `${targetGroup} ${measure} ${background}`;
        const known = counts.get(name) ?? { yes: 0, all: 0 };
        const yes = known.yes + (isIn(had.get(id) ?? [], measure) ? 1 : 0);
        counts.set(name, { yes, all: known.all + 1 });
      }
    }
  }
  return [...groupNames(db)].flatMap(([targetGroup, groupName]) =>
    ASKED_MEASURES.flatMap((measure) => {
      const rows = ROWS.map((background) => {
        const { yes, all } = counts.get(`${targetGroup} ${measure} ${background}`) ?? { yes: 0, all: 0 };
        return { background, cells: { yes, no: all - yes } };
      });
      if (rows.every(({ cells }) => cells.yes + cells.no === 0)) return [];
      return [{ targetGroup, groupName, measure, table: hideSmall(rows, smallest) }];
    }),
  );
}

/** A region's hundred thousand are counted some at a time: others are served in between. */
const A_TURN = 500;

function peopleBetween(db: Db, after: number, upTo: number, to: string) {
  return db
    .select({
      id: citizen.id,
      targetGroup: groupOn(sql`${to}`),
      background: sql<(typeof ROWS)[number]>`coalesce(${citizenBackground.background}, 'ukendt')`,
    })
    .from(citizen)
    .leftJoin(citizenBackground, eq(citizenBackground.citizenId, citizen.id))
    .where(
      and(
        gt(citizen.id, after),
        lte(citizen.id, upTo),
        // Whoever is erased counts on in the half-years before, with a background that nobody knows.
        sql`(${citizen.benefitSince} IS NULL OR ${citizen.benefitSince} <= ${to})
          AND (${citizen.erasedAt} IS NULL OR ${citizen.erasedAt} > ${to})`,
      ),
    )
    .all();
}

/** The types of placement that each citizen was in on some day of the period. */
function typesHad(db: Db, { from, to }: Period): Map<number, OrderType[]> {
  const rows = db
    .select({ id: placement.citizenId, type: placement.type })
    .from(placement)
    .where(
      and(
        isNull(placement.withdrawnAt),
        lte(placement.startsOn, to),
        sql`coalesce(${placement.endedOn}, ${placement.endsOn}, ${to}) >= ${from}`,
      ),
    )
    .all();
  const found = new Map<number, OrderType[]>();
  for (const { id, type } of rows) found.set(id, [...(found.get(id) ?? []), type]);
  return found;
}
