import type { App, AppContext } from '../context.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { FieldsSchema } from '../ui/fields.ts';
import { EMPTY_FORM } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { createFirm, readNewFirmForm } from './new-firm.ts';
import { NewFirmPage } from './new-firm-page.tsx';

const config = { access: ['konsulent', 'leder'] as const };

export function newFirmRoutes(app: App, { db, now }: AppContext): void {
  app.get(paths.newCompany, { config }, async (request, reply) =>
    reply.page(NewFirmPage({ view: request.view(reply), form: EMPTY_FORM, known: [], taken: false })),
  );

  app.post(paths.newCompany, { config, schema: { body: FieldsSchema } }, async (request, reply) => {
    const doing = { actor: actorOf(request), at: now().toISOString() };
    const answer = createFirm(db, readNewFirmForm(request.body), doing);
    if (answer.outcome === 'saved')
      return reply.redirect(withMessage(paths.company(answer.pNumber), 'virksomhed-oprettet'), 303);
    const errors = answer.outcome === 'refused' ? answer.errors : [];
    const known = answer.outcome === 'known' ? answer.firms : [];
    const taken = answer.outcome === 'known' && answer.same;
    reply.code(taken ? 409 : 422);
    const form = { values: request.body, errors };
    return reply.page(NewFirmPage({ view: request.view(reply), form, known, taken }));
  });
}
