import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { OWN_FIELDS, OWN_SOURCES, type OwnField } from '../../db/schema/firm-work.ts';
import { sendTagged, whyNotMatched } from '../api/etag.ts';
import { atFields, DateText, FirmParams, FreeText, orNull, Text } from '../api/fields.ts';
import { cutTo, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import { firmHead } from './head.ts';
import { type OwnValue, ownValuesOf, setOwnValue, standingValue } from './own-values.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const writers = { access: ['konsulent', 'leder'] as const };
const tags = ['Egne oplysninger'];
const FieldParams = Type.Object({ ...FirmParams.properties, field: Type.Enum([...OWN_FIELDS]) });
const Standing = Type.Object({
  field: Type.Enum([...OWN_FIELDS]),
  value: orNull(Text),
  source: orNull(Type.Enum([...OWN_SOURCES])),
  knownOn: orNull(Text),
});
const Version = Type.Object({
  id: Type.Integer(),
  ...Standing.properties,
  recordedAt: Text,
  recordedByName: Text,
  supersededAt: orNull(Text),
});
const Draft = Type.Object(
  { value: orNull(FreeText), source: Type.Enum([...OWN_SOURCES]), knownOn: DateText },
  { additionalProperties: false },
);
const FIELDS = { felt: 'field', vaerdi: 'value', kilde: 'source', dato: 'knownOn' };

/** What we know of a firm better than the register, for machines. */
export function ownValueApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('companies/:pNumber/own-values'),
    {
      config: { ...readers, problems: [404] },
      schema: {
        tags,
        summary: 'Vores egne oplysninger om virksomheden, også de tidligere, de nyeste først',
        params: FirmParams,
        querystring: Type.Object(pageQuery, { additionalProperties: false }),
        response: { 200: pageOf(Version) },
      },
    },
    async (request, reply) => {
      const firm = firmHead(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      const values = ownValuesOf(db, firm.pNumber);
      const paging = readPaging(request.query, { sort: 'egne', parts: 1 });
      const keyOf = ({ id }: OwnValue) => [-id];
      const shown = cutTo(values, paging, { keyOf });
      return toPage(shown, paging, { keyOf, toItem: (value) => value, total: values.length });
    },
  );

  app.get(
    paths.api('companies/:pNumber/own-values/:field'),
    {
      config: { ...readers, tagged: true, problems: [404] },
      schema: {
        tags,
        summary: 'Den egne oplysning, som gælder; value null: registrets gælder',
        params: FieldParams,
        response: { 200: Standing },
      },
    },
    async (request, reply) => {
      const standing = findStanding(request.params);
      return standing ? sendTagged(request, reply, standing) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.put(
    paths.api('companies/:pNumber/own-values/:field'),
    {
      config: { ...writers, tagged: true, problems: [404, 422] },
      schema: {
        tags,
        summary: 'Gem vores egen oplysning ved siden af registrets; value null: registrets gælder igen',
        params: FieldParams,
        body: Draft,
        response: { 200: Standing },
      },
    },
    async (request, reply) => {
      const { field } = request.params;
      const standing = findStanding(request.params);
      if (!standing) return sendProblem(request, reply, NOT_FOUND);
      const refusal = whyNotMatched(request, standing);
      if (refusal) return sendProblem(request, reply, refusal);
      const draft = { ...request.body, field, value: cleanText(request.body.value) };
      const answer = setOwnValue(db, { pNumber: idOf(request.params.pNumber), draft }, doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'refused') {
        const errors = atFields(answer.errors, FIELDS);
        return sendProblem(request, reply, { status: 422, title: 'Oplysningen kan ikke gemmes', errors });
      }
      const saved = findStanding(request.params);
      return saved ? reply.send(saved) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  function findStanding({ pNumber, field }: { pNumber: string; field: OwnField }) {
    const firm = firmHead(db, idOf(pNumber), today());
    if (!firm) return undefined;
    const standing = standingValue(ownValuesOf(db, firm.pNumber), field);
    const { value = null, source = null, knownOn = null } = standing ?? {};
    return { field, value, source, knownOn };
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}
