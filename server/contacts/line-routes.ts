import { Type } from 'typebox';
import { recipientChoices } from '../colleagues/notes.ts';
import { findPUnit } from '../companies/queries.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { FieldsSchema, idOf, textOf } from '../ui/fields.ts';
import { EMPTY_FORM } from '../ui/form.tsx';
import { blankForm, formKeyOf } from './form.ts';
import { formOfLine, lineErrors, refusedLine } from './line-form.ts';
import { ChooseLineFirmPage } from './line-pages.tsx';
import { firmsNamed, namesOfOwnFirms } from './line-queries.ts';
import { parseLogLine } from './log-line/parse.ts';
import { openStepsAt } from './next-steps.ts';
import { NewContactPage } from './pages.tsx';
import { colleaguesLately } from './peace.ts';
import { cleanText } from './rules.ts';
import { talkWords } from './talk-words.ts';

const config = { access: ['konsulent', 'sagsbehandler'] as const };
const Params = Type.Object({ pNumber: Type.String() });

/** A line of Danish becomes a contact form to look over; nothing is saved before that form is. */
export function logLineRoutes(app: App, { db, today }: AppContext): void {
  app.get(paths.logLine, { config }, async (request, reply) =>
    reply.page(ChooseLineFirmPage({ view: request.view(reply), form: EMPTY_FORM, text: '', firms: [] })),
  );

  app.post(paths.logLine, { config, schema: { body: FieldsSchema } }, async (request, reply) => {
    const line = lineOf(textOf(request.body, 'linje'));
    const firms = namesOfOwnFirms(db, actorOf(request).userId, today());
    const parsed = parseLogLine(line, { today: today(), firms });
    const errors = lineErrors(line, parsed);
    const view = request.view(reply);
    if (errors.length > 0) {
      reply.code(422);
      return reply.page(ChooseLineFirmPage({ view, form: refusedLine(line, errors), text: '', firms: [] }));
    }
    const text = textOf(request.body, 'q') || (parsed.company_hint ?? '');
    const found = firmsNamed(db, text, today());
    return reply.page(
      ChooseLineFirmPage({ view, form: { values: { linje: line }, errors: [] }, text, firms: found }),
    );
  });

  app.post(
    paths.contactLine(':pNumber'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const firm = findPUnit(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      const line = lineOf(textOf(request.body, 'linje'));
      const parsed = parseLogLine(line, { today: today(), firms: [firm.name] });
      const campaign = textOf(request.body, 'kampagne');
      const errors = lineErrors(line, parsed);
      const page = {
        view: request.view(reply),
        firm,
        formKey: formKeyOf({}),
        steps: openStepsAt(db, firm.pNumber),
        colleagues: colleaguesLately(db, {
          pNumber: firm.pNumber,
          userId: actorOf(request).userId,
          today: today(),
        }),
        recipients: recipientChoices(db, actorOf(request).userId),
        words: talkWords(db),
      };
      if (errors.length > 0) {
        const lineForm = refusedLine(line, errors);
        reply.code(422);
        return reply.page(NewContactPage({ ...page, form: blankForm(today(), request.body), lineForm }));
      }
      return reply.page(
        NewContactPage({
          ...page,
          form: formOfLine(line, parsed, { today: today(), campaign, words: page.words }),
          parsed,
        }),
      );
    },
  );
}

const lineOf = (text: string) => cleanText(text)?.replaceAll(/\s+/g, ' ') ?? '';
