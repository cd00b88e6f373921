import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { NOT_FOUND } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import { FILE_TYPES, type FileType, spreadsheetStream } from '../ui/spreadsheet.ts';
import { auditColumns, auditRows } from './seal-audit.ts';
import { findSeal, HASHED_TEXTS, hashedText, type Seal } from './seal-queries.ts';
import { inChunks } from './sealed-lists.ts';

const options = {
  config: { access: ['konsulent', 'leder', 'administrator'] as const },
  schema: { params: Type.Object({ id: Type.String() }) },
};

/** What an auditor counts a seal again from: every firm in one file, and the two texts that the hashes are of. */
export function coverageSealAuditRoutes(app: App, { db }: AppContext): void {
  for (const which of HASHED_TEXTS) {
    app.get(paths.sealAudit(':id', `${which}.txt`), options, async (request, reply) => {
      const seal = findSeal(db, idOf(request.params.id));
      if (!seal) return sendProblem(request, reply, NOT_FOUND);
      return reply
        .type('text/plain; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('content-disposition', attachment(seal, `${which}.txt`))
        .send(hashedText(db, seal, which));
    });
  }

  for (const type of Object.keys(FILE_TYPES) as FileType[]) {
    app.get(paths.sealAudit(':id', `virksomheder.${type}`), options, async (request, reply) => {
      const seal = findSeal(db, idOf(request.params.id));
      if (!seal) return sendProblem(request, reply, NOT_FOUND);
      return reply
        .type(FILE_TYPES[type])
        .header('cache-control', 'no-store')
        .header('content-disposition', attachment(seal, `virksomheder.${type}`))
        .send(spreadsheetStream(type, auditColumns(seal), inChunks(auditRows(db, seal))));
    });
  }
}

function attachment(seal: Seal, file: string): string {
  return `attachment; filename="daekningsbevis-${seal.fromDate}-${file}"`;
}
