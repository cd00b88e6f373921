import { Type } from 'typebox';
import { IdParams, Text } from '../api/fields.ts';
import { citizenOpener } from '../citizens/opening.ts';
import { readsWritten } from '../citizens/reads.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { findPerson } from '../persons/queries.ts';
import { NOT_FOUND } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import { citizenExtract, type ExtractSection, personExtract } from './extract.ts';
import { noteExtract } from './note-extract.ts';

const tags = ['Rettigheder'];

/** Everything we hold of somebody, table by table, in the words that the person is told it with. */
const Insight = Type.Object({
  date: Text,
  hasCpr: Type.Boolean(),
  sections: Type.Array(
    Type.Object({
      source: Type.String({ description: 'Tabellens navn.', examples: ['benefit_period'] }),
      title: Type.String({ description: 'Hvad det er, på dansk.', examples: ['Perioder på ydelse'] }),
      heads: Type.Array(Type.String(), { description: 'Kolonnernes navne.', examples: [['Fra', 'Ophørt']] }),
      rows: Type.Array(Type.Array(Type.String()), {
        description: 'En række pr. oplysning, i kolonnernes orden; tom tekst: intet.',
        examples: [[['1.2.2026', '']]],
      }),
    }),
    { description: 'Det, vi har, tabel for tabel; tomme tabeller og kolonner er udeladt.' },
  ),
});

/** The right of insight (databeskyttelsesforordningen art. 15) for machines: the same rows as on paper, and logged as they are. */
export function extractApi(app: App, context: AppContext): void {
  const { db, today } = context;
  const { findHolder, log } = citizenOpener(context);

  app.get(
    paths.api('citizens/:id/insight'),
    {
      config: { access: ['sagsbehandler'], problems: [404] },
      schema: {
        tags,
        summary: 'Alt, vi har om borgeren, undtagen selve CPR-nummeret; udtrækket logges',
        params: IdParams,
        response: { 200: Insight },
      },
    },
    async (request, reply) => {
      const details = findHolder(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      // Before it is read: the look that the extract itself is stands in it.
      log(request, [details.citizen], 'udtraek');
      await readsWritten(request);
      return told(await citizenExtract(db.$client, details.citizen.id), details.hasCpr);
    },
  );

  app.get(
    paths.api('persons/:id/insight'),
    {
      config: { access: ['konsulent', 'sagsbehandler'], problems: [404] },
      schema: {
        tags,
        summary: 'Alt, vi har om en kontaktperson; udtrækket logges',
        params: IdParams,
        response: { 200: Insight },
      },
    },
    async (request, reply) => {
      const person = findPerson(db, idOf(request.params.id));
      if (!person) return sendProblem(request, reply, NOT_FOUND);
      noteExtract(context, request, person.id);
      return told(personExtract(db.$client, person.id), false);
    },
  );

  function told(sections: ExtractSection[], hasCpr: boolean) {
    return { date: today(), hasCpr, sections };
  }
}
