import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { ORDER_TYPES } from '../../db/schema/job-orders.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { readShiftFields } from '../job-orders/shift-form.ts';
import { paths } from '../paths.ts';
import { personsAt } from '../persons/queries.ts';
import { actorOf } from '../plugins/session.ts';
import { FORBIDDEN, NOT_FOUND, STALE } from '../problems.ts';
import { type Fields, FieldsSchema, idOf, oneOf, pageOf, textOf } from '../ui/fields.ts';
import { withMessage } from '../ui/messages.ts';
import { isOvertaken } from '../ui/standing.ts';
import type { ChangeAnswer, Seen } from './change.ts';
import type { Doer } from './changes.ts';
import { changeHours, endPlacement, extendPlacement, reopenPlacement, withdrawPlacement } from './course.ts';
import { findPlacement, type PlacementDetails, placementOfFollowUp } from './find.ts';
import { keptFinding } from './follow-up-panel.tsx';
import { completeFollowUp, planFollowUp } from './follow-ups.ts';
import { failedForm, hoursIn, readSignatures, yesNoIn } from './form.ts';
import { PlacementListPage } from './list-page.tsx';
import { type PlacementForms, PlacementPage } from './placement-page.tsx';
import {
  ATTENTIONS,
  HELD_FILTERS,
  listPlacements,
  PAGE_SIZE,
  PLACEMENT_SORTS,
  type PlacementFilters,
} from './queries.ts';
import { placementReader } from './reading.ts';
import { approvalFor, PLACEMENT_STATUSES } from './rules.ts';
import { approvePlacement, editDetails, signPlacement } from './signing.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder'] as const };
const writers = { access: ['konsulent', 'sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });

type Verb = (seen: Seen, fields: Fields, doer: Doer) => ChangeAnswer;

/** Citizens at work: the list, each placement, and everything that happens to it. */
export function placementRoutes(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const { logShown } = placementReader(context);
  app.get(
    paths.placements,
    { config: readers, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const viewer = actorOf(request);
      const filters = readFilters(request.query, viewer.roles.includes('leder'));
      const slice = { page: filters.page, pageSize: PAGE_SIZE };
      const found = listPlacements(db, filters, { viewer, today: today(), slice });
      logShown(request, found.rows);
      const mayCreate = viewer.roles.some((role) => role === 'konsulent' || role === 'sagsbehandler');
      return reply.page(PlacementListPage({ view: request.view(reply), ...found, filters, mayCreate }));
    },
  );

  app.get(paths.placement(':id'), { config: readers, schema: { params: Params } }, async (request, reply) =>
    show(request, reply, idOf(request.params.id)),
  );

  change(paths.placementHours(':id'), 'hours', 'forloeb-timer', (seen, fields, doer) =>
    changeHours(
      db,
      seen,
      {
        fromDate: textOf(fields, 'fra'),
        weeklyHours: hoursIn(fields, 'timer'),
        shifts: readShiftFields(fields),
        overrideReason: cleanText(textOf(fields, 'fravigelse')),
      },
      doer,
    ),
  );
  change(paths.placementExtension(':id'), 'extension', 'forloeb-forlaenget', (seen, fields, doer) =>
    extendPlacement(
      db,
      seen,
      {
        endsOn: textOf(fields, 'slut'),
        reason: cleanText(textOf(fields, 'begrundelse')),
        overrideReason: cleanText(textOf(fields, 'fravigelse')),
      },
      doer,
    ),
  );
  change(paths.placementSigned(':id'), 'signing', 'forloeb-underskrevet', (seen, fields, doer) =>
    signPlacement(db, seen, readSignatures(fields), doer),
  );
  change(paths.placementApproved(':id'), 'approval', 'forloeb-godkendt', (seen, _fields, doer) =>
    approvePlacement(db, seen, doer),
  );
  change(paths.placementDetails(':id'), 'details', 'forloeb-rettet', (seen, fields, doer) =>
    editDetails(
      db,
      seen,
      {
        goal: cleanText(textOf(fields, 'maal')),
        mentorName: cleanText(textOf(fields, 'mentor')),
        contactPersonId: idOf(textOf(fields, 'kontaktperson')) || null,
      },
      doer,
    ),
  );
  change(paths.placementEnd(':id'), 'end', 'forloeb-ophoert', (seen, fields, doer) =>
    endPlacement(
      db,
      seen,
      {
        endedOn: textOf(fields, 'sidste_dag'),
        ended: textOf(fields, 'grund'),
        becameOrdinary: yesNoIn(fields, 'ordinaer'),
        ordinaryHours: hoursIn(fields, 'ordinaere_timer'),
      },
      doer,
    ),
  );
  change(paths.placementReopened(':id'), 'end', 'forloeb-genaabnet', (seen, _fields, doer) =>
    reopenPlacement(db, seen, doer),
  );
  change(paths.placementWithdrawn(':id'), 'withdrawal', 'forloeb-annulleret', (seen, fields, doer) =>
    withdrawPlacement(db, seen, cleanText(textOf(fields, 'begrundelse')), doer),
  );
  change(paths.placementFollowUps(':id'), 'followUp', 'forloeb-opfoelgning', ({ id }, fields, doer) =>
    planFollowUp(db, { id, dueOn: textOf(fields, 'dato') }, doer),
  );

  app.post(
    paths.followUpDone(':id'),
    { config: writers, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const fields = request.body;
      const id = idOf(request.params.id);
      const placementId = placementOfFollowUp(db, id);
      const details = findChangeable(request, placementId);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const standing = details.followUps.find((each) => each.id === id);
      if (standing && isOvertaken(fields, keptFinding(standing))) {
        reply.code(409);
        const form = { ...failedForm(fields, []), saved: keptFinding(standing) };
        return show(request, reply, placementId, { done: { id, form } });
      }
      const found = {
        doneOn: textOf(fields, 'klaret'),
        stillThere: yesNoIn(fields, 'er_der'),
        ordinaryHours: hoursIn(fields, 'ordinaere_timer'),
        note: cleanText(textOf(fields, 'note')),
      };
      const answer = completeFollowUp(db, id, found, doer(request));
      return afterChange(
        request,
        reply,
        { id: placementId, answer, message: 'forloeb-fulgt-op' },
        (errors) => ({
          done: { id, form: failedForm(fields, errors) },
        }),
      );
    },
  );

  /** One verb, one address: authorize, do it, and show the page again with what was typed when it is refused. */
  function change(
    url: string,
    form: Exclude<keyof PlacementForms, 'done'>,
    message: string,
    verb: Verb,
  ): void {
    app.post(
      url,
      { config: writers, schema: { params: Params, body: FieldsSchema } },
      async (request, reply) => {
        const { id: param } = request.params as { id: string };
        const fields = request.body as Fields;
        const id = idOf(param);
        const details = findChangeable(request, id);
        if (!details) return sendProblem(request, reply, details === null ? FORBIDDEN : NOT_FOUND);
        const answer = verb({ id, version: Number(textOf(fields, 'version')) }, fields, doer(request));
        if (answer.outcome === 'stale' && isTypedIn(form) && details.placement.withdrawnAt === null) {
          reply.code(409);
          return show(request, reply, id, { [form]: { ...failedForm(fields, []), saved: {} } });
        }
        return afterChange(request, reply, { id, answer, message }, (errors) => ({
          [form]: failedForm(fields, errors),
        }));
      },
    );
  }

  function afterChange(
    request: FastifyRequest,
    reply: FastifyReply,
    { id, answer, message }: { id: number; answer: ChangeAnswer; message: string },
    formsOf: (errors: Extract<ChangeAnswer, { outcome: 'refused' }>['errors']) => PlacementForms,
  ) {
    switch (answer.outcome) {
      case 'saved':
        return reply.redirect(withMessage(paths.placement(id), message), 303);
      case 'stale':
        return sendProblem(request, reply, STALE);
      case 'unknown':
        return sendProblem(request, reply, NOT_FOUND);
      case 'refused':
        reply.code(422);
        return show(request, reply, id, formsOf(answer.errors));
    }
  }

  /** Forms with words in them, that are worth to have back while the course goes on. */
  function isTypedIn(form: keyof PlacementForms): boolean {
    return form === 'details' || form === 'signing' || form === 'hours' || form === 'extension';
  }

  function show(request: FastifyRequest, reply: FastifyReply, id: number, forms: PlacementForms = {}) {
    const viewer = actorOf(request);
    const details = findPlacement(db, id, { viewer, today: today() });
    if (!details) return sendProblem(request, reply, NOT_FOUND);
    logShown(request, [details]);
    return reply.page(
      PlacementPage({
        view: request.view(reply),
        details,
        persons: personsAt(db, details.placement.pNumber),
        approval: approvalFor(details.placement, details.demands, viewer.userId),
        forms,
      }),
    );
  }

  /** null: it is there, but others'. */
  function findChangeable(request: FastifyRequest, id: number): PlacementDetails | null | undefined {
    const details = findPlacement(db, id, { viewer: actorOf(request), today: today() });
    return details && !details.mayChange ? null : details;
  }

  function doer(request: FastifyRequest): Doer {
    return { at: now().toISOString(), by: actorOf(request).userId };
  }
}

function readFilters(query: Fields, isLeder: boolean): PlacementFilters {
  const sort = textOf(query, 'sort');
  return {
    text: textOf(query, 'q').slice(0, 100),
    type: oneOf(ORDER_TYPES, textOf(query, 'type')) ?? null,
    status: oneOf([...PLACEMENT_STATUSES, 'aktive', 'alle'] as const, textOf(query, 'status')) ?? 'aktive',
    held: oneOf(HELD_FILTERS, textOf(query, 'hvis')) ?? (isLeder ? 'alle' : 'mine'),
    attention: oneOf(ATTENTIONS, textOf(query, 'kun')) ?? null,
    sort: {
      by: oneOf(PLACEMENT_SORTS, sort.replace(/^-/, '')) ?? 'slut',
      descending: sort.startsWith('-'),
    },
    page: pageOf(query),
  };
}
