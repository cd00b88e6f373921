import { Type } from 'typebox';
import { CONTACT_DIRECTIONS, CONTACT_KINDS, CONTACT_OUTCOMES } from '../../db/schema/contacts.ts';
import { sendTagged } from '../api/etag.ts';
import { FirmParams, IdParams, orNull, Text } from '../api/fields.ts';
import { cutTo, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import { firmHead } from '../companies/head.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { NOT_FOUND } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import { type ContactVersion, contactsAt, standingContact, versionsOf } from './queries.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const tags = ['Kontakter'];
const Contact = Type.Object({
  id: Type.Integer(),
  pNumber: Type.Integer(),
  contactDate: Text,
  kind: Type.Enum([...CONTACT_KINDS]),
  direction: Type.Enum([...CONTACT_DIRECTIONS]),
  outcome: Type.Enum([...CONTACT_OUTCOMES]),
  topic: orNull(Text),
  offer: orNull(Text),
  consultantName: orNull(Text),
  contactPerson: orNull(Text),
  contactPersonId: orNull(Type.Integer()),
  note: orNull(Text),
  nextStep: orNull(Text),
  nextStepDate: orNull(Text),
  nextStepDoneAt: orNull(Text),
  madeAs: orNull(Text),
  recordedAt: Text,
  recordedByName: orNull(Text),
  replacesId: orNull(Type.Integer()),
  correctionReason: orNull(Text),
  supersededAt: orNull(Text),
});
const ListQuery = Type.Object(
  {
    versions: Type.Optional(
      Type.Enum(['gaeldende', 'alle'], {
        description: 'alle: også dem, der er rettet; en rettelse peger på den, den erstatter (replacesId).',
      }),
    ),
    ...pageQuery,
  },
  { additionalProperties: false },
);

/** A firm's contacts and their corrections, for machines. */
export function contactListApi(app: App, { db, today }: AppContext): void {
  app.get(
    paths.api('companies/:pNumber/contacts'),
    {
      config: { ...readers, problems: [404] },
      schema: {
        tags,
        summary: 'Virksomhedens kontakter, de seneste først; på forlangende med dem, der er rettet',
        params: FirmParams,
        querystring: ListQuery,
        response: { 200: pageOf(Contact) },
      },
    },
    async (request, reply) => {
      const firm = firmHead(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      const { versions = 'gaeldende', ...range } = request.query;
      const paging = readPaging(range, { sort: versions, parts: 2 });
      const rows = contactsAt(db, firm.pNumber, { paging, superseded: versions === 'alle' });
      const keyOf = ({ contactDate, id }: ContactVersion) => [contactDate, id];
      return toPage(rows, paging, { keyOf, toItem: (row) => row });
    },
  );

  app.get(
    paths.api('contacts/:id'),
    {
      config: { ...readers, tagged: true, problems: [404] },
      schema: {
        tags,
        summary: 'Udgaven, som gælder, uanset hvilken udgaves id der spørges med; 404: taget tilbage',
        params: IdParams,
        response: { 200: Contact },
      },
    },
    async (request, reply) => {
      const contact = standingContact(db, idOf(request.params.id));
      return contact ? sendTagged(request, reply, contact) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.get(
    paths.api('contacts/:id/versions'),
    {
      config: { ...readers, problems: [404] },
      schema: {
        tags,
        summary: 'Alle udgaver af en kontakt, den gældende først',
        params: IdParams,
        querystring: Type.Object(pageQuery, { additionalProperties: false }),
        response: { 200: pageOf(Contact) },
      },
    },
    async (request, reply) => {
      const contact = standingContact(db, idOf(request.params.id));
      if (!contact) return sendProblem(request, reply, NOT_FOUND);
      const versions = versionsOf(db, contact.id);
      const paging = readPaging(request.query, { sort: 'udgaver', parts: 1 });
      const keyOf = ({ id }: ContactVersion) => [-id];
      const shown = cutTo(versions, paging, { keyOf });
      return toPage(shown, paging, { keyOf, toItem: (version) => version, total: versions.length });
    },
  );
}
