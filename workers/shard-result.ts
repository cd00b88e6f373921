import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { OrderRanking } from './matching/engine.ts';
import type { ScoreParts } from './matching/types.ts';

/** How many citizens of each order a run keeps: as many as a person reads. */
export const KEPT_ROWS = 50;

const NO_POINTS: ScoreParts = {
  krav: 0,
  oensker: 0,
  kanLaeres: 0,
  jobmaal: 0,
  erfaring: 0,
  sprog: 0,
  rejse: 0,
  ukendt: 0,
};
const PARTS = Object.keys(NO_POINTS) as (keyof ScoreParts)[];
const COLUMNS = 2 + PARTS.length;

// A row is [citizenId, score, ...parts], best first: ids and integers only, and a tenth of the bytes of named fields.
const ShardResult = Type.Object(
  {
    runId: Type.Integer({ minimum: 1 }),
    snapshotSha: Type.String(),
    fence: Type.Integer({ minimum: 1 }),
    orders: Type.Array(
      Type.Object(
        {
          orderId: Type.Integer({ minimum: 1 }),
          excluded: Type.Record(Type.String(), Type.Integer({ minimum: 0 })),
          rows: Type.Array(Type.Array(Type.Integer(), { minItems: COLUMNS, maxItems: COLUMNS }), {
            maxItems: KEPT_ROWS,
          }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type ShardResult = Static<typeof ShardResult>;
export type OrderResult = ShardResult['orders'][number];

const validator = Compile(ShardResult);

export function toOrderResult({ orderId, rows, excludedCounts }: OrderRanking): OrderResult {
  return {
    orderId,
    excluded: excludedCounts,
    rows: rows.map(({ citizenId, score, parts }) => [citizenId, score, ...PARTS.map((part) => parts[part])]),
  };
}

/** The rows of one order as the database keeps them. `rank` counts from 1. */
export function rowsOf({ rows }: OrderResult) {
  return rows.map(([citizenId = 0, score = 0, ...points], index) => ({
    rank: index + 1,
    citizenId,
    score,
    parts: Object.fromEntries(PARTS.map((part, at) => [part, points[at] ?? 0])),
  }));
}

/** What a score worker, perhaps an older one on another host, has answered; undefined when it makes no sense. */
export function readShardResult(value: unknown): ShardResult | undefined {
  return isShardResult(value) ? value : undefined;
}

function isShardResult(value: unknown): value is ShardResult {
  return validator.Check(value);
}
