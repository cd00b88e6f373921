import { type Static, Type } from 'typebox';
import { FUNCTIONAL_NEEDS, TERM_KINDS, TRANSPORTS, WORKING_TIMES } from '../../workers/matching/types.ts';
import { whyNotMatched } from '../api/etag.ts';
import { orNull } from '../api/fields.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { shiftFormValues } from '../job-orders/shift-form.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import type { Fields } from '../ui/fields.ts';
import { ApiCitizen, ApiShifts, toApiCitizen } from './citizen-schema.ts';
import { type CitizenState, EDITED_FACTS, editCitizen, stateOf } from './edit.ts';
import { citizenFormValues, readCitizenForm } from './edit-form.ts';
import { citizenOpener } from './opening.ts';
import { type CitizenDetails, findCitizen } from './queries.ts';

const text = orNull(Type.String({ maxLength: 1000 }));
const ApiCitizenChange = Type.Partial(
  Type.Object({
    hoursMin: orNull(Type.Number()),
    hoursMax: orNull(Type.Number()),
    workingTimes: Type.Array(Type.Enum([...WORKING_TIMES])),
    danish: text,
    danishOral: text,
    danishWritten: text,
    transports: Type.Array(Type.Enum([...TRANSPORTS])),
    maxTravelMinutes: orNull(Type.Integer()),
    postcode: text,
    needs: Type.Array(Type.Enum([...FUNCTIONAL_NEEDS])),
    canStart: text,
    mayBeShared: orNull(Type.Boolean()),
    protectedAddress: orNull(Type.Boolean()),
    hasEmployer: orNull(Type.Boolean()),
    /** all of them, each kind in order */
    terms: Type.Array(
      Type.Object(
        {
          kind: Type.Enum([...TERM_KINDS]),
          text: Type.String({ maxLength: 1000 }),
          years: orNull(Type.Number()),
          lastYear: orNull(Type.Integer()),
          expiresOn: orNull(Type.String({ maxLength: 10 })),
        },
        { additionalProperties: false },
      ),
      { maxItems: 300 },
    ),
    shifts: ApiShifts,
  }),
  { additionalProperties: false, minProperties: 1 },
);

/** A program changes a citizen by the form's rules: own sagsbehandler, what it saw, and nothing it does not name. */
export function editCitizenApi(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const { findOwn, log } = citizenOpener(context);

  app.patch(
    paths.api('citizens/:id'),
    {
      config: { access: ['sagsbehandler'], tagged: true, problems: [404, 409, 422] },
      schema: {
        params: Type.Object({ id: Type.String() }),
        body: ApiCitizenChange,
        response: { 200: ApiCitizen },
        tags: ['Borgere'],
        summary: 'Ret en borgers oplysninger; det, der ikke nævnes, står, som det gjorde',
      },
    },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const refusal = whyNotMatched(request, toApiCitizen(details));
      if (refusal) return sendProblem(request, reply, refusal);
      const { state, errors } = readCitizenForm(typedAs(details, request.body), today());
      if (!state) {
        return sendProblem(request, reply, { status: 422, title: 'Borgeren kan ikke rettes', errors });
      }
      const { id, version } = details.citizen;
      const doing = { at: now().toISOString(), by: actorOf(request).userId };
      if (editCitizen(db, { id, before: stateOf(details), after: state, version }, doing) === 'stale')
        return sendProblem(request, reply, STALE);
      const changed = findCitizen(db, id, today());
      if (!changed) return sendProblem(request, reply, NOT_FOUND);
      log(request, [changed.citizen], 'api');
      return reply.send(toApiCitizen(changed));
    },
  );
}

/** The change as if it had been typed in the form over what stands, so that one set of rules judges both. */
function typedAs(
  details: CitizenDetails,
  { terms, shifts, ...facts }: Static<typeof ApiCitizenChange>,
): Fields {
  const before = stateOf(details);
  const named = Object.fromEntries(
    EDITED_FACTS.filter((name) => facts[name] !== undefined).map((name) => [name, facts[name]]),
  ) as Partial<CitizenState>;
  const byKind = TERM_KINDS.map((kind) => [
    kind,
    terms?.filter((term) => term.kind === kind) ?? before[kind],
  ]);
  const kinds = Object.fromEntries(byKind) as Pick<CitizenState, (typeof TERM_KINDS)[number]>;
  const values = citizenFormValues({
    ...before,
    ...named,
    ...kinds,
    shifts: shifts ? [] : before.shifts,
  });
  return { ...values, ...shiftFormValues(shifts ?? []) };
}
