import type { App, AppContext } from '../context.ts';
import { paths } from '../paths.ts';
import { FieldsSchema, textOf } from '../ui/fields.ts';
import { answersTo, readQuestion } from './ask.ts';
import { AskPage } from './ask-page.tsx';
import { legalRules } from './queries.ts';
import { groupWithDates } from './target-groups.ts';

/** The rules' answers to a question about nobody in particular. */
export function askRulesRoutes(app: App, { db, today }: AppContext): void {
  app.get(
    paths.askRules,
    { config: { access: 'signed-in' }, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const rules = legalRules(db);
      const groups = rules.groups.map((group): [string, string] => [
        group.code,
        groupWithDates(group, today()),
      ]);
      const asked = textOf(request.query, 'type') !== '' || textOf(request.query, 'maalgruppe') !== '';
      const { question, errors } = asked
        ? readQuestion(request.query, rules, today())
        : { question: undefined, errors: [] };
      const form = { values: request.query, errors };
      const answers = question ? answersTo(question, rules) : [];
      return reply
        .code(errors.length > 0 ? 422 : 200)
        .page(AskPage({ view: request.view(reply), form, groups, answers }));
    },
  );
}
