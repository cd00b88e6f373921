import { Type } from 'typebox';
import { ENGINE_VERSION, WEIGHT_PARTS } from '../../workers/matching/engine.ts';
import { ORDER_TYPES } from '../../workers/matching/types.ts';
import { weightsOn } from '../../workers/matching/weights.ts';
import type { App, AppContext } from '../context.ts';
import { paths } from '../paths.ts';
import { isIsoDate } from '../ui/dates.ts';
import { changesAfter } from './weight-words.ts';
import { WeightsPage } from './weights-page.tsx';

const config = { access: 'signed-in' as const };
const Query = Type.Object({ dato: Type.Optional(Type.String({ maxLength: 10 })) });
const ApiQuery = Type.Object(
  { date: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })) },
  { additionalProperties: false },
);
const ApiWeights = Type.Object({
  version: Type.String(),
  engineVersion: Type.String(),
  taxonomyVersion: Type.String(),
  date: Type.String(),
  /** points per part, by order type; beslaegtet_procent is a percentage */
  types: Type.Record(Type.String(), Type.Record(Type.Enum([...WEIGHT_PARTS]), Type.Integer())),
  changes: Type.Array(
    Type.Object({
      validFrom: Type.String(),
      /** an order type, or * for every type without a line of its own */
      type: Type.String(),
      part: Type.Enum([...WEIGHT_PARTS]),
      points: Type.Integer(),
      before: Type.Integer({ description: 'Vægten før ændringen, hele point.', examples: [10] }),
    }),
  ),
});

/** Sådan tælles der: the weights in force on a date and the rules around them, open to everybody who works here. */
export function weightsRoutes(app: App, { engine, today }: AppContext): void {
  app.get(paths.weights, { config, schema: { querystring: Query } }, async (request, reply) => {
    const asked = request.query.dato ?? '';
    const { weights, taxonomyVersion } = engine();
    const date = isIsoDate(asked) ? asked : today();
    const versions = { engine: ENGINE_VERSION, taxonomy: taxonomyVersion };
    return reply.page(WeightsPage({ view: request.view(reply), weights, date, versions }));
  });

  app.get(
    paths.api('match/weights'),
    {
      config,
      schema: {
        querystring: ApiQuery,
        response: { 200: ApiWeights },
        tags: ['Match'],
        summary: 'Vægtene i kraft på en dato, og hvad der ændres bagefter',
      },
    },
    async (request) => {
      const { weights, taxonomyVersion } = engine();
      const date = request.query.date ?? today();
      return {
        version: weights.version,
        engineVersion: ENGINE_VERSION,
        taxonomyVersion,
        date,
        types: Object.fromEntries(ORDER_TYPES.map((type) => [type, weightsOn(weights, type, date)])),
        changes: changesAfter(weights, date),
      };
    },
  );
}
