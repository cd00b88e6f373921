import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { Type } from 'typebox';
import type { Role } from '../../db/schema/users.ts';
import type { App, AppContext } from '../context.ts';
import { invalidPeriod, readPeriod } from '../coverage/question.ts';
import { sendProblem } from '../errors.ts';
import { NOT_FOUND } from '../problems.ts';
import { type Fields, FieldsSchema, pageOf } from '../ui/fields.ts';
import { FILE_TYPES, type FileColumn, type FileType, spreadsheetStream } from '../ui/spreadsheet.ts';
import type { View } from '../view.ts';
import type { Period } from './period.tsx';

const Params = Type.Object({ figure: Type.String() });
export const REPORT_PAGE_SIZE = 50;

interface Asked {
  figure: string;
  query: Fields;
  period: Period;
  roles: readonly Role[];
}

/** The lists behind a report's figures: where they are, who may see them, and what is in them. */
export interface ReportLists<Row, Found extends { figure: string; rows: readonly Row[] }> {
  access: readonly [Role, ...Role[]];
  list: (figure: string) => string;
  file: (figure: string, type: string) => string;
  fileName: string;
  columns: readonly FileColumn<Row>[];
  /** undefined: there is no such figure, or none for these roles */
  find: (asked: Asked) => Found | undefined;
  page: (props: { view: View; period: Period; found: Found; page: number }) => VNode;
}

/** The list behind each figure of a report, as a page and as a file. */
export function reportListRoutes<Row, Found extends { figure: string; rows: readonly Row[] }>(
  app: App,
  { today }: AppContext,
  lists: ReportLists<Row, Found>,
): void {
  const config = { access: lists.access };

  app.get(
    lists.list(':figure'),
    { config, schema: { params: Params, querystring: FieldsSchema } },
    async (request, reply) => {
      const { from, to, errors } = readPeriod(request.query, today());
      if (errors.length > 0) return sendProblem(request, reply, invalidPeriod(errors));
      const period = { from, to };
      const roles = request.actor?.roles ?? [];
      const found = lists.find({ figure: request.params.figure, query: request.query, period, roles });
      if (!found) return sendProblem(request, reply, NOT_FOUND);
      return reply.page(
        lists.page({ view: request.view(reply), period, found, page: pageOf(request.query) }),
      );
    },
  );

  for (const type of Object.keys(FILE_TYPES) as FileType[]) {
    app.get(
      lists.file(':figure', type),
      { config, schema: { params: Params, querystring: FieldsSchema } },
      async (request, reply) => {
        const { from, to, errors } = readPeriod(request.query, today());
        if (errors.length > 0) return sendProblem(request, reply, invalidPeriod(errors));
        const period = { from, to };
        const roles = request.actor?.roles ?? [];
        const found = lists.find({ figure: request.params.figure, query: request.query, period, roles });
        if (!found) return sendProblem(request, reply, NOT_FOUND);
        const name = `${lists.fileName}-${found.figure}-${from}-${to}`;
        return sendRows(reply, { type, name, columns: lists.columns, rows: found.rows });
      },
    );
  }
}

interface FileOfRows<Row> {
  type: FileType;
  /** without what it ends in */
  name: string;
  columns: readonly FileColumn<Row>[];
  rows: readonly Row[];
}

export function sendRows<Row>(reply: FastifyReply, { type, name, columns, rows }: FileOfRows<Row>) {
  return reply
    .type(FILE_TYPES[type])
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${name}.${type}"`)
    .send(spreadsheetStream(type, columns, [rows]));
}
