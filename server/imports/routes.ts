import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { IMPORT_KINDS, type ImportKind } from '../../db/schema/imports.ts';
import { pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { isFormToken } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND, type Problem } from '../problems.ts';
import { EMPTY_FORM } from '../ui/form.tsx';
import { columnRoutes, mustChooseColumns } from './column-routes.ts';
import { ImportListPage, ImportPage, UndonePage, UploadPage } from './pages.tsx';
import { findImport, listImports, PAGE_SIZE } from './queries.ts';
import { runImport } from './run-import.ts';
import { undoImport } from './undo.ts';
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
});

const NO_FILE: Problem = { status: 422, title: 'Der er ingen fil' };
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

  app.get(paths.imports, { config, schema: { querystring: Page } }, async (request, reply) => {
    const imports = pageOfImports(Number(request.query.side ?? 1));
    return reply.page(ImportListPage({ view: request.view(reply), form: EMPTY_FORM, imports }));
  });

  // The token stands in the multipart body, which access.ts cannot read before the file: it is checked here.
  app.post(paths.imports, { config: { ...config, withoutFormToken: true } }, async (request, reply) => {
    const part = request.isMultipart() ? await request.file() : undefined;
    if (!part) return sendProblem(request, reply, NO_FILE);
    if (!isFormToken(context.config.formKey, request.sessionHash, fieldOf(part, '_token'))) {
      part.file.resume();
      return sendProblem(request, reply, FORGED);
    }
    const kind = IMPORT_KINDS.find((known) => known === fieldOf(part, 'slags'));
    const errors = [...(kind ? [] : [WRONG_KIND]), ...(part.filename ? [] : [NO_FILE_CHOSEN])];
    if (!kind || errors.length > 0) {
      part.file.resume();
      const imports = pageOfImports(1);
      return reply
        .code(422)
        .page(ImportListPage({ view: request.view(reply), form: { values: {}, errors }, imports }));
    }
    const upload = await receive(request, part, kind);
    if (part.file.truncated) return tooLarge(request, upload, reply);
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
    return row
      ? reply.page(ImportPage({ view: request.view(reply), row }))
      : sendProblem(request, reply, NOT_FOUND);
  });

  app.post(paths.importUndo(':id'), { config, schema: { params: IdParams } }, async (request, reply) => {
    const row = findImport(db, Number(request.params.id));
    if (!row) return sendProblem(request, reply, NOT_FOUND);
    const { kept } = undoImport(db, row.id, changeBy(request));
    return reply.page(UndonePage({ view: request.view(reply), row, kept }));
  });

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
      const part = request.isMultipart() ? await request.file() : undefined;
      if (!part) return sendProblem(request, reply, NO_FILE);
      const upload = await receive(request, part, request.query.kind);
      try {
        const dryRun = request.query.dryRun === 'true';
        const { files, cprKeys } = context.config;
        const report = await runImport(db, { ...upload, dryRun, files, cprKeys, now });
        return reply.code(report.rejectedCount > 0 ? 422 : report.importId ? 201 : 200).send(report);
      } finally {
        uploads.giveUp(upload);
      }
    },
  );

  app.post(
    `${paths.api('imports')}/:id/undo`,
    {
      config: { ...config, problems: [404] },
      schema: {
        params: IdParams,
        response: {
          200: Type.Object({ kept: Type.Array(Type.Object({ what: Type.String(), reason: Type.String() })) }),
        },
        tags: ['Import'],
        summary: 'Fortryd en import',
      },
    },
    async (request, reply) => {
      const row = findImport(db, Number(request.params.id));
      return row ? undoImport(db, row.id, changeBy(request)) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  function pageOfImports(page: number) {
    return { ...listImports(db, { page, pageSize: PAGE_SIZE }), page, pageSize: PAGE_SIZE };
  }

  function receive(request: FastifyRequest, part: MultipartFile, kind: ImportKind): Promise<Upload> {
    return uploads.receive(part.file, {
      kind,
      fileName: part.filename.slice(-200),
      by: request.actor?.userId ?? 0,
    });
  }

  function findUpload(request: FastifyRequest, id: string): Upload | undefined {
    return uploads.find(id, request.actor?.userId ?? 0);
  }

  function tooLarge(request: FastifyRequest, upload: Upload, reply: Parameters<typeof sendProblem>[1]) {
    uploads.giveUp(upload);
    return sendProblem(request, reply, {
      status: 413,
      title: 'Filen er for stor',
      detail: 'Brug npm run import på serveren.',
    });
  }

  function changeBy(request: FastifyRequest) {
    return { at: now().toISOString(), by: request.actor?.userId ?? null };
  }
}

const WRONG_KIND: FieldError = { field: 'slags', reason: 'Vælg, hvad der er i filen.' };
const NO_FILE_CHOSEN: FieldError = { field: 'fil', reason: 'Vælg en fil.' };

/** A text field that stood before the file in the form. */
function fieldOf(part: MultipartFile, name: string): string | undefined {
  const field = part.fields[name];
  return field && !Array.isArray(field) && field.type === 'field'
    ? String((field as MultipartValue).value)
    : undefined;
}
