import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { INFORMED_WAYS } from '../../db/schema/contact-persons.ts';
import { sendTagged, whyNotMatched } from '../api/etag.ts';
import { atFields, DateText, FirmParams, FormKey, FreeText, IdParams, orNull, Text } from '../api/fields.ts';
import { cutTo, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import { firmHead } from '../companies/head.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import {
  addPerson,
  type ContactPerson,
  editPerson,
  findPerson,
  informPerson,
  type PersonAnswer,
  personsAt,
  versionsOfPerson,
} from './queries.ts';
import type { PersonDraft } from './rules.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const writers = { access: ['konsulent', 'sagsbehandler'] as const };
const tags = ['Kontaktpersoner'];

const facts = {
  name: Text,
  role: orNull(Text),
  phone: orNull(Text),
  email: orNull(Text),
  leftOn: orNull(Text),
  informedOn: orNull(Text),
  informedWay: orNull(Type.Enum([...INFORMED_WAYS])),
};
const Person = Type.Object({ id: Type.Integer(), pNumber: Type.Integer(), ...facts });
const ListedPerson = Type.Object({ ...Person.properties, lastSpokenTo: orNull(Text) });
const Version = Type.Object({
  ...facts,
  recordedAt: Text,
  recordedByName: orNull(Text),
  supersededAt: orNull(Text),
});
const draft = {
  name: FreeText,
  role: Type.Optional(orNull(FreeText)),
  phone: Type.Optional(orNull(FreeText)),
  email: Type.Optional(orNull(FreeText)),
  leftOn: Type.Optional(orNull(DateText)),
  informedOn: Type.Optional(orNull(DateText)),
  informedWay: Type.Optional(orNull(Type.Enum([...INFORMED_WAYS]))),
};
const Draft = Type.Object(draft, { additionalProperties: false });
const NewPerson = Type.Object({ ...draft, key: FormKey }, { additionalProperties: false });
const Information = Type.Object(
  { informedWay: Type.Enum([...INFORMED_WAYS]) },
  { additionalProperties: false },
);
const ListQuery = Type.Object(pageQuery, { additionalProperties: false });
const FIELDS = {
  navn: 'name',
  rolle: 'role',
  telefon: 'phone',
  mail: 'email',
  forladt: 'leftOn',
  oplyst: 'informedOn',
  oplyst_hvordan: 'informedWay',
};

/** A firm's contact persons for machines: the rules and rights of their pages. */
export function personApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('companies/:pNumber/persons'),
    {
      config: { ...readers, problems: [404] },
      schema: {
        tags,
        summary: 'Virksomhedens kontaktpersoner: de nuværende først, efter navn',
        params: FirmParams,
        querystring: ListQuery,
        response: { 200: pageOf(ListedPerson) },
      },
    },
    async (request, reply) => {
      const firm = firmHead(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      const paging = readPaging(request.query, { sort: 'personer', parts: 3 });
      const persons = personsAt(db, firm.pNumber);
      const keyOf = (person: ContactPerson) => [person.leftOn === null ? 0 : 1, person.name, person.id];
      const shown = cutTo(persons, paging, { keyOf });
      return toPage(shown, paging, { keyOf, toItem: (person) => person, total: persons.length });
    },
  );

  app.post(
    paths.api('companies/:pNumber/persons'),
    {
      config: { ...writers, problems: [404, 422] },
      schema: {
        tags,
        summary: 'Tilføj en kontaktperson',
        params: FirmParams,
        body: NewPerson,
        response: { 201: Person },
      },
    },
    async (request, reply) => {
      const { key = randomUUID(), ...body } = request.body;
      const entry = { pNumber: idOf(request.params.pNumber), draft: toDraft(body), formKey: key };
      return answer(request, reply.code(201), addPerson(db, entry, doing(request)));
    },
  );

  app.get(
    paths.api('persons/:id'),
    {
      config: { ...writers, tagged: true, problems: [404] },
      schema: { tags, summary: 'En kontaktperson', params: IdParams, response: { 200: Person } },
    },
    async (request, reply) => {
      const person = findPerson(db, idOf(request.params.id));
      return person ? sendTagged(request, reply, person) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.put(
    paths.api('persons/:id'),
    {
      config: { ...writers, tagged: true, problems: [404, 422] },
      schema: {
        tags,
        summary: 'Ret en kontaktperson; det, vi vidste før, bevares',
        params: IdParams,
        body: Draft,
        response: { 200: Person },
      },
    },
    async (request, reply) => {
      const person = findPerson(db, idOf(request.params.id));
      if (!person) return sendProblem(request, reply, NOT_FOUND);
      const refusal = whyNotMatched(request, person);
      if (refusal) return sendProblem(request, reply, refusal);
      const change = { id: person.id, draft: toDraft(request.body) };
      return answer(request, reply, editPerson(db, change, doing(request)));
    },
  );

  app.post(
    paths.api('persons/:id/information'),
    {
      config: { ...writers, problems: [404] },
      schema: {
        tags,
        summary: 'Personen er oplyst i dag om, at vi har deres navn (artikel 14)',
        params: IdParams,
        body: Information,
        response: { 200: Person },
      },
    },
    async (request, reply) => {
      const { informedWay } = request.body;
      return answer(request, reply, informPerson(db, idOf(request.params.id), informedWay, doing(request)));
    },
  );

  app.get(
    paths.api('persons/:id/versions'),
    {
      config: { ...writers, problems: [404] },
      schema: {
        tags,
        summary: 'Hvad vi har vidst om personen, det nyeste først',
        params: IdParams,
        querystring: ListQuery,
        response: { 200: pageOf(Version) },
      },
    },
    async (request, reply) => {
      const person = findPerson(db, idOf(request.params.id));
      if (!person) return sendProblem(request, reply, NOT_FOUND);
      const paging = readPaging(request.query, { sort: 'udgaver', parts: 1 });
      const versions = versionsOfPerson(db, person.id);
      const keyOf = ({ version }: (typeof versions)[number]) => [-version.id];
      const toItem = ({ version, recordedByName }: (typeof versions)[number]) => ({
        ...version,
        recordedByName,
      });
      return toPage(cutTo(versions, paging, { keyOf }), paging, { keyOf, toItem, total: versions.length });
    },
  );

  function answer(request: FastifyRequest, reply: FastifyReply, result: PersonAnswer) {
    if (result.outcome === 'refused') {
      const errors = atFields(result.errors, FIELDS);
      return sendProblem(request, reply, { status: 422, title: 'Personen kan ikke gemmes', errors });
    }
    const person = result.outcome === 'saved' ? findPerson(db, result.id) : undefined;
    return person ? reply.send(person) : sendProblem(request, reply, NOT_FOUND);
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

function toDraft(body: Static<typeof Draft>): PersonDraft {
  const typed = (text: string | null | undefined) => text?.trim() ?? '';
  return {
    name: cleanText(body.name),
    role: cleanText(body.role),
    phone: typed(body.phone),
    email: typed(body.email),
    leftOn: typed(body.leftOn),
    informedOn: typed(body.informedOn),
    informedWay: body.informedWay ?? '',
  };
}
