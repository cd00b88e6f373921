import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { atFields, IdParams, Nothing } from '../api/fields.ts';
import { citizenOpener } from '../citizens/opening.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { findPerson } from '../persons/queries.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, type Problem, STALE } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import { labels } from '../ui/labels.ts';
import { eraseCitizen, HINDRANCES, type Hindrance, hindrancesOf } from './erase.ts';
import { erasePerson } from './erase-person.ts';
import { CHOSEN_REASONS, mustWait, readErasure } from './erasure-form.ts';
import { mentionsOf } from './mentions.ts';
import { previewErasure } from './what-goes.ts';

const ofCitizens = { access: ['sagsbehandler'] as const };
const ofPersons = { access: ['konsulent', 'sagsbehandler'] as const };
const tags = ['Rettigheder'];

const title = Type.String({ description: 'Hvad rækkerne er, på dansk.', examples: ['Perioder på ydelse'] });
const rows = Type.Integer({ minimum: 0, description: 'Hvor mange.', examples: [2] });
/** Texts of others that hold the whole name; with somebody else of that name they are left as they are. */
const Mentions = Type.Object(
  {
    found: Type.Array(Type.Object({ title, rows }), {
      description: 'Slags tekster og hvor mange af hver.',
    }),
    shared: Type.Boolean({
      description: 'true: en anden hedder det samme, og teksterne bliver, som de er.',
    }),
  },
  { description: 'Andres tekster, hvor hele navnet står; det skrives over.' },
);
/** What an erasure would do, table by table. */
const Preview = Type.Object({
  version: Type.Integer(),
  going: Type.Array(
    Type.Object({
      title,
      does: Type.Enum(['slettes', 'toemmes', 'bliver'], { description: 'Hvad der sker med rækkerne.' }),
      rows,
    }),
    { description: 'Det, der slettes, tømmes for tekst eller bliver uden at sige hvem.' },
  ),
  mentions: Mentions,
  hindrances: Type.Array(Type.Enum([...HINDRANCES]), { description: 'Det, der skal afsluttes først.' }),
});
const PersonPreview = Type.Object({ mentions: Mentions });
const confirmed = {
  reason: Type.Enum([...CHOSEN_REASONS], { description: 'Hvorfor der slettes.' }),
  confirmation: Type.String({ maxLength: 10, description: 'Ordet SLET.', examples: ['SLET'] }),
};
const Erasure = Type.Object({ ...confirmed, version: Type.Integer() }, { additionalProperties: false });
const PersonErasure = Type.Object(confirmed, { additionalProperties: false });
const NAMES = { grund: 'reason', bekraeft: 'confirmation' };

/** Erasure for machines: what will go is shown first, the same word confirms it, and it cannot be undone. */
export function erasureApi(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const { files } = context.config;
  const { findHolder, log } = citizenOpener(context);

  app.get(
    paths.api('citizens/:id/erasure'),
    {
      config: { ...ofCitizens, problems: [404] },
      schema: {
        tags,
        summary: 'Hvad der forsvinder, hvis borgeren slettes, uden at gøre det; visningen logges',
        params: IdParams,
        response: { 200: Preview },
      },
    },
    async (request, reply) => {
      const details = findHolder(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const { id, name, version } = details.citizen;
      log(request, [details.citizen], 'api');
      return {
        version,
        going: previewErasure(db.$client, id),
        mentions: mentionsOf(db.$client, name),
        hindrances: hindrancesOf(db, id, today()),
      };
    },
  );

  app.post(
    paths.api('citizens/:id/erasure'),
    {
      config: { ...ofCitizens, problems: [404, 409, 422] },
      schema: {
        tags,
        summary: 'Slet borgeren; det kan ikke fortrydes. version er den, der blev set',
        params: IdParams,
        body: Erasure,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const details = findHolder(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const { id, version } = details.citizen;
      const { reason, refusal } = readConfirmed(request.body);
      if (!reason) return sendProblem(request, reply, refusal);
      if (request.body.version !== version) return sendProblem(request, reply, STALE);
      const busy = mustWait(db);
      if (busy) return sendProblem(request, reply, busy);
      const hindrances = hindrancesOf(db, id, today());
      if (hindrances.length > 0) return sendProblem(request, reply, finishFirst(hindrances));
      eraseCitizen(db, files, id, { reason, ...doing(request) });
      return reply.code(204).send(null);
    },
  );

  app.get(
    paths.api('persons/:id/erasure'),
    {
      config: { ...ofPersons, problems: [404] },
      schema: {
        tags,
        summary: 'Hvor en kontaktpersons navn står, før personen slettes',
        params: IdParams,
        response: { 200: PersonPreview },
      },
    },
    async (request, reply) => {
      const person = findPerson(db, idOf(request.params.id));
      if (!person) return sendProblem(request, reply, NOT_FOUND);
      return { mentions: mentionsOf(db.$client, person.name) };
    },
  );

  app.post(
    paths.api('persons/:id/erasure'),
    {
      config: { ...ofPersons, problems: [404, 409, 422] },
      schema: {
        tags,
        summary: 'Slet en kontaktperson; samtalerne bliver uden navnet, og det kan ikke fortrydes',
        params: IdParams,
        body: PersonErasure,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const person = findPerson(db, idOf(request.params.id));
      if (!person) return sendProblem(request, reply, NOT_FOUND);
      const { reason, refusal } = readConfirmed(request.body);
      if (!reason) return sendProblem(request, reply, refusal);
      const busy = mustWait(db);
      if (busy) return sendProblem(request, reply, busy);
      erasePerson(db, files, person.id, { reason, ...doing(request) });
      return reply.code(204).send(null);
    },
  );

  function doing(request: FastifyRequest) {
    return { at: now().toISOString(), by: actorOf(request).userId };
  }
}

/** The page's rule: a reason, and the word that shows that it is meant. */
function readConfirmed({ reason: grund, confirmation: bekraeft }: Static<typeof PersonErasure>) {
  const { reason, errors } = readErasure({ grund, bekraeft });
  const refusal = { status: 422, title: 'Sletningen er ikke bekræftet', errors: atFields(errors, NAMES) };
  return reason && errors.length === 0 ? { reason, refusal: null } : { reason: null, refusal };
}

function finishFirst(hindrances: readonly Hindrance[]): Problem {
  const detail = hindrances.map((one) => labels.hindrance[one]).join(' ');
  return { status: 409, title: 'Afslut først', detail };
}
