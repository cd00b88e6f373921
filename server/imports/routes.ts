import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { IMPORT_KINDS } from '../../db/schema/imports.ts';
import { pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { letAnswerTakeTime } from '../plugins/connection-time.ts';
import { isFormToken } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND, type Problem } from '../problems.ts';
import { EMPTY_FORM } from '../ui/form.tsx';
import { columnRoutes, mustChooseColumns } from './column-routes.ts';
import { ImportStopped } from './one-at-a-time.ts';
import { ImportListPage, ImportPage, UploadPage } from './pages.tsx';
import { findImport, findUndoReport, listImports, PAGE_SIZE } from './queries.ts';
import { fieldOf, receiveFile } from './receive.ts';
import { runImport } from './run-import.ts';
import { undoRoutes } from './undo/routes.ts';
import { openUndoings } from './undo/undoings.ts';
import { openUploads, type Upload } from './uploads.ts';

const config = { access: ['administrator'] as const };
const IdParams = Type.Object({ id: Type.String({ pattern: '^[1-9][0-9]{0,9}$' }) });
const UploadParams = Type.Object({ id: Type.String({ pattern: '^[0-9a-f-]{36}$' }) });
const Page = Type.Object(
  { side: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,5}$' })) },
  { additionalProperties: true },
);
const ApiQuery = Type.Object(
  { kind: Type.Enum([...IMPORT_KINDS]), dryRun: Type.Optional(Type.Enum(['true', 'false'])) },
  { additionalProperties: false },
);
/** An import's outcome: counts, and what was wrong with the file, by line. */
const Report = Type.Object({
  created: Type.Integer(),
  updated: Type.Integer(),
  unchanged: Type.Integer(),
  ignored: Type.Array(Type.String()),
  rejected: Type.Array(Type.Object({ line: Type.Integer(), field: Type.String(), reason: Type.String() })),
});
const ImportSummary = Type.Object({
  id: Type.Integer(),
  kind: Type.String(),
  fileName: Type.String(),
  importedAt: Type.String(),
  created: Type.Integer(),
  updated: Type.Integer(),
  unchanged: Type.Integer(),
  undoneAt: Type.Union([Type.String(), Type.Null()]),
  givenUpBecause: Type.Union([Type.String(), Type.Null()]),
  underWay: Type.Boolean(),
});

const FORGED: Problem = {
  status: 403,
  title: 'Formularen kan ikke bekræftes',
  detail: 'Hent siden igen, og prøv igen.',
};

export function importRoutes(app: App, context: AppContext): void {
  const { db, now } = context;
  const uploads = openUploads({
    db,
    config: context.config,
    now,
    onError: (error) => app.log.error({ err: error }, 'import failed'),
  });
  const undoings = openUndoings({
    db,
    config: context.config,
    now,
    onError: (error) => app.log.error({ err: error }, 'undo failed'),
  });

  app.get(paths.imports, { config, schema: { querystring: Page } }, async (request, reply) => {
    const imports = pageOfImports(Number(request.query.side ?? 1));
    return reply.page(ImportListPage({ view: request.view(reply), form: EMPTY_FORM, imports }));
  });

  // The token stands in the multipart body, which access.ts cannot read before the file: it is checked here.
  app.post(paths.imports, { config: { ...config, withoutFormToken: true } }, async (request, reply) => {
    const upload = await receiveFile(request, uploads, (part) => {
      const token = fieldOf(part, '_token');
      if (!isFormToken(context.config.formKey, request.sessionHash, token)) return FORGED;
      const kind = IMPORT_KINDS.find((known) => known === fieldOf(part, 'slags'));
      if (!kind) return { field: 'slags', reason: 'Vælg, hvad der er i filen.' };
      return part.filename ? { kind } : { field: 'fil', reason: 'Vælg en fil.' };
    });
    if ('title' in upload) return sendProblem(request, reply, upload);
    if ('reason' in upload) {
      const form = { values: {}, errors: [upload] };
      const imports = pageOfImports(1);
      return reply.code(422).page(ImportListPage({ view: request.view(reply), form, imports }));
    }
    if (await mustChooseColumns(upload)) return reply.redirect(paths.uploadColumns(upload.id), 303);
    uploads.try(upload);
    return reply.redirect(paths.upload(upload.id), 303);
  });

  columnRoutes(app, context, uploads);

  app.get(paths.upload(':id'), { config, schema: { params: UploadParams } }, async (request, reply) => {
    const upload = findUpload(request, request.params.id);
    if (upload?.state.step === 'kolonner') return reply.redirect(paths.uploadColumns(upload.id), 303);
    return upload
      ? reply.page(UploadPage({ view: request.view(reply), upload }))
      : sendProblem(request, reply, NOT_FOUND);
  });

  app.post(
    paths.uploadCarriedOut(':id'),
    { config, schema: { params: UploadParams } },
    async (request, reply) => {
      const upload = findUpload(request, request.params.id);
      if (!upload) return sendProblem(request, reply, NOT_FOUND);
      if (upload.state.step === 'klar') uploads.carryOut(upload);
      return reply.redirect(paths.upload(upload.id), 303);
    },
  );

  app.post(
    paths.uploadGivenUp(':id'),
    { config, schema: { params: UploadParams } },
    async (request, reply) => {
      const upload = findUpload(request, request.params.id);
      if (upload?.state.step === 'klar' || upload?.state.step === 'kolonner') uploads.giveUp(upload);
      return reply.redirect(paths.imports, 303);
    },
  );

  app.get(paths.import(':id'), { config, schema: { params: IdParams } }, async (request, reply) => {
    const row = findImport(db, Number(request.params.id));
    if (!row) return sendProblem(request, reply, NOT_FOUND);
    const isUndoAskedFor = undoings.isAskedFor(row.id);
    const undone = findUndoReport(db, row.id);
    return reply.page(ImportPage({ view: request.view(reply), row, isUndoAskedFor, undone }));
  });

  undoRoutes(app, context, undoings);

  app.get(
    paths.api('imports'),
    {
      config,
      schema: {
        querystring: Type.Object(pageQuery, { additionalProperties: false }),
        response: { 200: pageOf(ImportSummary) },
        tags: ['Import'],
        summary: 'Importer, nyeste først',
      },
    },
    async (request) => {
      const paging = readPaging(request.query, { sort: 'importeret', parts: 2 });
      const { rows, total } = listImports(db, paging);
      return toPage(rows, paging, {
        keyOf: ({ importedAt, id }) => [importedAt, id],
        toItem: (row) => row,
        total,
      });
    },
  );

  app.post(
    paths.api('imports'),
    {
      config,
      schema: {
        querystring: ApiQuery,
        response: { 200: Report, 201: Report, 422: Report },
        consumes: ['multipart/form-data'],
        tags: ['Import'],
        summary: 'Importér en fil; dryRun=true tæller kun',
      },
    },
    async (request, reply) => {
      const { kind } = request.query;
      const upload = await receiveFile(request, uploads, () => ({ kind }));
      if ('title' in upload) return sendProblem(request, reply, upload);
      if ('reason' in upload) return reply.code(422).send(unreadable(upload));
      letAnswerTakeTime(request);
      try {
        const dryRun = request.query.dryRun === 'true';
        const { files, cprKeys } = context.config;
        const report = await runImport(db, { ...upload, dryRun, files, cprKeys, now, serving: true });
        return reply.code(report.rejectedCount > 0 ? 422 : report.importId ? 201 : 200).send(report);
      } catch (error) {
        if (!(error instanceof ImportStopped)) throw error;
        const problem = { status: 503, title: 'Importen er standset', detail: `${error.message}.` };
        return sendProblem(request, reply, problem);
      } finally {
        uploads.giveUp(upload);
      }
    },
  );

  function pageOfImports(page: number) {
    return { ...listImports(db, { page, pageSize: PAGE_SIZE }), page, pageSize: PAGE_SIZE };
  }

  function findUpload(request: FastifyRequest, id: string): Upload | undefined {
    return uploads.find(id, request.actor?.userId ?? 0);
  }
}

/** As an import tells of a file that it cannot read. */
function unreadable({ field, reason }: FieldError) {
  const rejected = [{ line: 1, field: field === 'fil' ? '' : field, reason }];
  return { created: 0, updated: 0, unchanged: 0, ignored: [], rejected };
}
