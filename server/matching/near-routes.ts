import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { paths } from '../paths.ts';
import { NearPage } from './near-page.tsx';
import { conditionOf, questionOf, subjectOf } from './near-text.ts';
import { peopleReady } from './people.ts';
import { shortlistReader } from './shortlist-reading.ts';
import { ApiPerson, toApiPerson } from './shortlist-schema.ts';

const config = { access: ['konsulent', 'sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });
const ApiNear = Type.Object({
  questions: Type.Array(
    Type.Object({
      rule: Type.String(),
      subject: Type.String(),
      question: Type.String(),
      /** smallest change first; each with all whom it brings */
      steps: Type.Array(Type.Object({ condition: Type.String(), citizens: Type.Integer() })),
      /** some of those whom the caller may see, each with the smallest change */
      candidates: Type.Array(Type.Object({ citizen: ApiPerson, condition: Type.String() })),
    }),
  ),
});

/** Næsten-match: which requirement, asked less of, would bring how many; the same people may see it as the shortlist. */
export function nearRoutes(app: App, context: AppContext): void {
  const { findAllowed, readQuestions } = shortlistReader(context);
  const { db, engine, today } = context;
  const preHandler = () => peopleReady(db, engine(), today());

  app.get(
    paths.nearMatches(':id'),
    { config, preHandler, schema: { params: Params } },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      const found = await readQuestions(request, details, 'forslagsliste');
      return reply.page(NearPage({ view: request.view(reply), details, ...found }));
    },
  );

  app.get(
    paths.api('job-orders/:id/near-matches'),
    {
      config: { ...config, problems: [404] },
      preHandler,
      schema: {
        params: Params,
        response: { 200: ApiNear },
        tags: ['Match'],
        summary: 'Hvad virksomheden kan spørges om, og hvor mange flere hvert ja ville give',
      },
    },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      const { matchOrder, questions } = await readQuestions(request, details, 'api');
      return reply.send({
        questions: questions.flatMap(({ steps, shown }) => {
          const [first] = steps;
          if (!first) return [];
          return [
            {
              rule: first.loosening.rule,
              subject: subjectOf(first),
              question: questionOf(first),
              steps: steps.map((step) => ({
                condition: conditionOf(matchOrder, step),
                citizens: step.citizens.length,
              })),
              candidates: shown.map(({ person, step }) => ({
                citizen: toApiPerson(person),
                condition: conditionOf(matchOrder, step),
              })),
            },
          ];
        }),
      });
    },
  );
}
