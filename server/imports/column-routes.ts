import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { type Fields, FieldsSchema, textOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { ColumnsPage } from './column-page.tsx';
import {
  type ColumnMapping,
  checkMapping,
  fitMapping,
  guessMapping,
  isOurs,
  missingFields,
} from './columns.ts';
import { columnsOf } from './kinds.ts';
import { forgetMapping, namedMappings, rememberedFor, rememberMapping } from './mappings.ts';
import { readColumns } from './read-columns.ts';
import type { Upload, Uploads } from './uploads.ts';

const config = { access: ['administrator'] as const };
const UploadParams = Type.Object({ id: Type.String({ pattern: '^[0-9a-f-]{36}$' }) });
const IdParams = Type.Object({ id: Type.String({ maxLength: 20 }) });
const LONGEST_NAME = 80;

/** Reads the columns of an upload. True: somebody must choose before the file can be tried. */
export async function mustChooseColumns(upload: Upload): Promise<boolean> {
  const kind = columnsOf(upload.kind);
  upload.columns = kind && (await readColumns(upload.file));
  if (!kind || !upload.columns) return false;
  const keys = upload.columns.map(({ key }) => key);
  const same = Object.fromEntries(keys.map((key) => [key, key]));
  if (isOurs(kind, keys) && missingFields(kind, same).length === 0) return false;
  upload.state = { step: 'kolonner' };
  return true;
}

/** Which field each column of a list is: guessed, remembered, chosen by a person, and forgotten again. */
export function columnRoutes(app: App, { db, now }: AppContext, uploads: Uploads): void {
  app.get(
    paths.uploadColumns(':id'),
    { config, schema: { params: UploadParams, querystring: FieldsSchema } },
    async (request, reply) => {
      const upload = findUpload(request, request.params.id);
      if (!upload) return sendProblem(request, reply, NOT_FOUND);
      return show(request, reply, upload, idOf(textOf(request.query, 'valg')));
    },
  );

  app.post(
    paths.uploadColumns(':id'),
    { config, schema: { params: UploadParams, body: FieldsSchema } },
    async (request, reply) => {
      const upload = findUpload(request, request.params.id);
      const kind = upload && columnsOf(upload.kind);
      if (!upload?.columns || !kind) return sendProblem(request, reply, NOT_FOUND);
      const mapping = readMapping(upload, request.body);
      const name = cleanText(textOf(request.body, 'navn'));
      const errors = checkMapping(kind, upload.columns, mapping);
      if (name && name.length > LONGEST_NAME)
        errors.push({ field: 'navn', reason: `Navnet må højst være ${LONGEST_NAME} tegn.` });
      if (errors.length > 0)
        return show(request, reply.code(422), upload, 0, { values: request.body, errors });
      rememberMapping(db, { kind: upload.kind, columns: mapping, name }, doing(request));
      upload.mapping = mapping;
      uploads.try(upload);
      return reply.redirect(paths.upload(upload.id), 303);
    },
  );

  app.post(
    paths.mappingForgotten(':id'),
    { config, schema: { params: IdParams, body: FieldsSchema } },
    async (request, reply) => {
      if (!forgetMapping(db, idOf(request.params.id), doing(request)))
        return sendProblem(request, reply, NOT_FOUND);
      const upload = findUpload(request, textOf(request.body, 'fil'));
      if (upload) upload.mapping = undefined;
      const back = upload ? paths.uploadColumns(upload.id) : paths.imports;
      return reply.redirect(withMessage(back, 'kolonnevalg-glemt'), 303);
    },
  );

  function show(
    request: FastifyRequest,
    reply: FastifyReply,
    upload: Upload,
    chosenId: number,
    form: FormState = EMPTY_FORM,
  ) {
    const kind = columnsOf(upload.kind);
    if (!upload.columns || !kind) return sendProblem(request, reply, NOT_FOUND);
    const keys = upload.columns.map(({ key }) => key);
    const guess = guessMapping(upload.kind, kind, keys);
    const named = namedMappings(db, upload.kind);
    const remembered = rememberedFor(db, upload.kind, keys);
    const chosen = named.find(({ id }) => id === chosenId) ?? remembered;
    const kept = chosen ? fitMapping(chosen.columns, guess, kind) : guess;
    const typed = form.errors.length > 0 ? readMapping(upload, form.values) : undefined;
    return reply.page(
      ColumnsPage({
        view: request.view(reply),
        upload,
        columns: upload.columns,
        kind,
        mapping: typed ?? (chosenId ? kept : (upload.mapping ?? kept)),
        chosen,
        named,
        form: typed ? form : { values: { navn: chosen?.name ?? '' }, errors: [] },
      }),
    );
  }

  /** One that is waiting for a choice, or whose choice may still be changed. */
  function findUpload(request: FastifyRequest, id: string): Upload | undefined {
    const upload = uploads.find(id, actorOf(request).userId);
    return upload?.state.step === 'kolonner' || upload?.state.step === 'klar' ? upload : undefined;
  }

  function doing(request: FastifyRequest) {
    return { at: now().toISOString(), by: actorOf(request).userId };
  }
}

function readMapping({ columns = [] }: Upload, fields: Fields): ColumnMapping {
  return Object.fromEntries(columns.map(({ key }, at) => [key, textOf(fields, `kolonne_${at}`)]));
}
