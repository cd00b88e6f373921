import { type Static, Type } from 'typebox';
import { atFields, DateText, orNull, Text } from '../api/fields.ts';
import { cutTo, dayKey, type Key, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { readSamarbejdsgradForm } from './form.ts';
import { recordSamarbejdsgrad, type SamarbejdsgradFigure, samarbejdsgradHistory } from './queries.ts';

const readers = { access: ['konsulent', 'leder', 'administrator'] as const };
const writers = { access: ['leder'] as const };
const tags = ['Samarbejdsgrad'];
const Share = Type.Number({ minimum: 0, maximum: 1 });
const facts = {
  periodFrom: DateText,
  periodTo: DateText,
  firms: Type.Integer(),
  localShare: Share,
  othersShare: Share,
  allShare: Share,
  source: Type.String({ maxLength: 300 }),
  sourceDate: DateText,
};
const NewFigure = Type.Object(facts, { additionalProperties: false });
const Figure = Type.Object({ id: Type.Integer(), ...facts, recordedAt: Text, recordedByName: orNull(Text) });
const FIELDS = {
  fra: 'periodFrom',
  til: 'periodTo',
  virksomheder: 'firms',
  lokal: 'localShare',
  andre: 'othersShare',
  ialt: 'allShare',
  kilde: 'source',
  kildedato: 'sourceDate',
};

/** Jobindsats' samarbejdsgrad for machines. It is not the coverage, and the two are never one figure. */
export function samarbejdsgradApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('samarbejdsgrad'),
    {
      config: readers,
      schema: {
        tags,
        summary: 'Indtastede tal for samarbejdsgraden, den seneste periode først',
        querystring: Type.Object(pageQuery, { additionalProperties: false }),
        response: { 200: pageOf(Figure) },
      },
    },
    async (request) => {
      const history = samarbejdsgradHistory(db);
      const paging = readPaging(request.query, { sort: 'seneste', parts: 3 });
      const keyOf = ({ periodFrom, periodTo, id }: SamarbejdsgradFigure): Key => [
        -dayKey(periodFrom),
        -dayKey(periodTo),
        -id,
      ];
      const shown = cutTo(history, paging, { keyOf });
      return toPage(shown, paging, { keyOf, toItem: (figure) => figure, total: history.length });
    },
  );

  app.post(
    paths.api('samarbejdsgrad'),
    {
      config: { ...writers, problems: [422] },
      schema: {
        tags,
        summary: 'Indtast et offentliggjort tal; et tidligere for samme periode bliver i historikken',
        body: NewFigure,
        response: { 201: Figure },
      },
    },
    async (request, reply) => {
      const { draft, errors } = readSamarbejdsgradForm(toFields(request.body), today());
      if (!draft) {
        const problem = { status: 422, title: 'Tallet kan ikke gemmes', errors: atFields(errors, FIELDS) };
        return sendProblem(request, reply, problem);
      }
      const actor = actorOf(request);
      const at = now().toISOString();
      const id = recordSamarbejdsgrad(db, draft, { actor, at });
      return reply.code(201).send({ id, ...draft, recordedAt: at, recordedByName: actor.name });
    },
  );
}

/** As people type it: shares as per cent, to three decimals. */
function toFields(figure: Static<typeof NewFigure>) {
  const percent = (share: number) => (share * 100).toFixed(3);
  return {
    fra: figure.periodFrom,
    til: figure.periodTo,
    virksomheder: String(figure.firms),
    lokal: percent(figure.localShare),
    andre: percent(figure.othersShare),
    ialt: percent(figure.allShare),
    kilde: figure.source.trim(),
    kildedato: figure.sourceDate,
  };
}
