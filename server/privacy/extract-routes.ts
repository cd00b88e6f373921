import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { citizenOpener } from '../citizens/opening.ts';
import { readsWritten } from '../citizens/reads.ts';
import { nameOrKey } from '../citizens/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { findPerson } from '../persons/queries.ts';
import { NOT_FOUND } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import { citizenExtract, type ExtractSection, personExtract } from './extract.ts';
import { ExtractPage } from './extract-pages.tsx';
import { noteExtract } from './note-extract.ts';

const ofCitizens = { access: ['sagsbehandler'] as const };
const ofPersons = { access: ['konsulent', 'sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });

/** What we hold of a citizen, or of somebody at a firm, for themselves: on paper and as a file. */
export function extractRoutes(app: App, context: AppContext): void {
  const { db, today } = context;
  const { findHolder, log } = citizenOpener(context);

  app.get(
    paths.citizenExtract(':id'),
    { config: ofCitizens, schema: { params: Params } },
    async (request, reply) => {
      const details = findHolder(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const { citizen, hasCpr } = details;
      // Before it is read: the look that the extract itself is stands in it.
      log(request, [citizen], 'udtraek');
      await readsWritten(request);
      const sections = await citizenExtract(db.$client, citizen.id);
      const [back, fileHref] = [paths.citizen(citizen.id), paths.citizenExtractFile(citizen.id)];
      const view = request.view(reply);
      return reply.page(ExtractPage({ view, name: nameOrKey(citizen), sections, hasCpr, back, fileHref }));
    },
  );

  app.get(
    paths.citizenExtractFile(':id'),
    { config: ofCitizens, schema: { params: Params } },
    async (request, reply) => {
      const details = findHolder(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      log(request, [details.citizen], 'udtraek');
      await readsWritten(request);
      return sendFile(reply, await citizenExtract(db.$client, details.citizen.id));
    },
  );

  app.get(
    paths.personExtract(':id'),
    { config: ofPersons, schema: { params: Params } },
    async (request, reply) => {
      const person = findPerson(db, idOf(request.params.id));
      if (!person) return sendProblem(request, reply, NOT_FOUND);
      noteExtract(context, request, person.id);
      const sections = personExtract(db.$client, person.id);
      const [back, fileHref] = [paths.person(person.id), paths.personExtractFile(person.id)];
      const view = request.view(reply);
      return reply.page(ExtractPage({ view, name: person.name, sections, hasCpr: false, back, fileHref }));
    },
  );

  app.get(
    paths.personExtractFile(':id'),
    { config: ofPersons, schema: { params: Params } },
    async (request, reply) => {
      const person = findPerson(db, idOf(request.params.id));
      if (!person) return sendProblem(request, reply, NOT_FOUND);
      noteExtract(context, request, person.id);
      return sendFile(reply, personExtract(db.$client, person.id));
    },
  );

  function sendFile(reply: FastifyReply, sections: ExtractSection[]) {
    const told = sections.map(({ title, heads, rows }) => ({
      titel: title,
      raekker: rows.map((row) => Object.fromEntries(heads.map((head, at) => [head, row[at] ?? '']))),
    }));
    return reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', 'attachment; filename="indsigt.json"')
      .send(JSON.stringify({ dato: today(), oplysninger: told }, null, 2));
  }
}
