import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import underPressure from '@fastify/under-pressure';
import Fastify, { type FastifyHttpOptions, type FastifyServerOptions, type RawServerDefault } from 'fastify';
import { adminRoutes } from './admin/routes.ts';
import { openApiOptions, registerApiDocument } from './api/document.ts';
import { documentRoutes } from './api/routes.ts';
import { apiTokenRoutes } from './api-tokens/routes.ts';
import { registerAssets } from './assets.ts';
import { briefApi } from './brief/api.ts';
import { briefRoutes } from './brief/routes.ts';
import { campaignApi } from './campaigns/api.ts';
import { campaignRoutes } from './campaigns/routes.ts';
import { capacityApi } from './capacity/api.ts';
import { capacityRoutes } from './capacity/routes.ts';
import { attentionRoutes } from './citizens/attention-routes.ts';
import { benefitApi } from './citizens/benefit-api.ts';
import { benefitRoutes } from './citizens/benefit-routes.ts';
import { disclosureRoutes } from './citizens/disclosure-routes.ts';
import { editCitizenApi } from './citizens/edit-api.ts';
import { editCitizenRoutes } from './citizens/edit-routes.ts';
import { registerReads, type TellOfReads } from './citizens/reads.ts';
import { citizenRoutes } from './citizens/routes.ts';
import { unmaskRoutes } from './citizens/unmask-routes.ts';
import { colleagueRoutes } from './colleagues/routes.ts';
import { companyApi } from './companies/api.ts';
import { companyBarApi } from './companies/bar-api.ts';
import { companyCareRoutes } from './companies/care-routes.ts';
import { firmListRoutes } from './companies/list-routes.ts';
import { ownValueApi } from './companies/own-api.ts';
import { companyRoutes } from './companies/routes.ts';
import { compileOnce } from './compile-once.ts';
import { afterwardsRoutes } from './contacts/afterwards-routes.ts';
import { contactApi } from './contacts/api.ts';
import { contactListApi } from './contacts/contact-list-api.ts';
import { logLineRoutes } from './contacts/line-routes.ts';
import { contactRoutes } from './contacts/routes.ts';
import type { App, AppContext, AppOptions } from './context.ts';
import { coverageApi } from './coverage/api.ts';
import { coverageRoutes } from './coverage/routes.ts';
import { coverageRuleRoutes } from './coverage/rule-routes.ts';
import { coverageSealApi } from './coverage/seal-api.ts';
import { coverageSealAuditRoutes } from './coverage/seal-audit-routes.ts';
import { coverageSealRoutes } from './coverage/seal-routes.ts';
import { dayRouteRoutes } from './day-route/routes.ts';
import { employerAnswerApi } from './employer-answers/api.ts';
import { employerAnswerRoutes } from './employer-answers/routes.ts';
import { registerErrors } from './errors.ts';
import { formidlingApi } from './formidling/api.ts';
import { boardRoutes } from './formidling/board-routes.ts';
import { cardRoutes } from './formidling/card-routes.ts';
import { cardListRoutes } from './formidling/list-routes.ts';
import { healthRoutes } from './health.ts';
import { homeRoutes } from './home/routes.ts';
import { LARGEST_FILE } from './imports/receive.ts';
import { importRoutes } from './imports/routes.ts';
import { jobOrderApi } from './job-orders/api.ts';
import { newJobOrderRoutes } from './job-orders/new-routes.ts';
import { jobOrderRoutes } from './job-orders/routes.ts';
import { orderTemplateRoutes } from './job-orders/template-routes.ts';
import { leadApi } from './leads/api.ts';
import { leadRoutes } from './leads/routes.ts';
import { legalRuleApi } from './legal-rules/api.ts';
import { askRulesRoutes } from './legal-rules/ask-routes.ts';
import { targetGroupApi } from './legal-rules/group-api.ts';
import { targetGroupRoutes } from './legal-rules/group-routes.ts';
import { overrideApi } from './legal-rules/override-api.ts';
import { overrideRoutes } from './legal-rules/override-routes.ts';
import { legalRuleRoutes } from './legal-rules/routes.ts';
import { readControlRoutes } from './log/control-routes.ts';
import { lookupRoutes } from './log/lookups-routes.ts';
import { mapRoutes } from './map/routes.ts';
import { answersHere, type CitizenAnswers } from './matching/citizen-answers.ts';
import { citizenMatchRoutes } from './matching/citizen-match-routes.ts';
import { nearRoutes } from './matching/near-routes.ts';
import { pairRoutes } from './matching/pair-routes.ts';
import { runListRoutes } from './matching/run-list-routes.ts';
import { runRoutes } from './matching/run-routes.ts';
import { setAsideReportRoutes } from './matching/set-aside-report-routes.ts';
import { setAsideRoutes } from './matching/set-aside-routes.ts';
import { shortlistRoutes } from './matching/shortlist-routes.ts';
import { snapshotRoutes } from './matching/snapshot-routes.ts';
import { weightsRoutes } from './matching/weights-routes.ts';
import { whyNotRoutes } from './matching/why-not-routes.ts';
import { feedRoutes } from './own/feed-routes.ts';
import { ownRoutes } from './own/routes.ts';
import type { PagesBeside } from './page-thread/pages-beside.ts';
import { passPagesOn } from './page-thread/pass-on.ts';
import { personApi } from './persons/api.ts';
import { personRoutes } from './persons/routes.ts';
import { placementApi } from './placements/api.ts';
import { placementCourseApi } from './placements/course-api.ts';
import { newPlacementRoutes } from './placements/new-routes.ts';
import { placementRoutes } from './placements/routes.ts';
import { registerAccess } from './plugins/access.ts';
import {
  dropSlowSenders,
  FILE_SENT_WITHIN,
  keepNoConnectionAtClose,
  SENT_WITHIN,
} from './plugins/connection-time.ts';
import { registerPages } from './plugins/page.ts';
import { registerSecurityHeaders } from './plugins/security-headers.ts';
import { registerSession } from './plugins/session.ts';
import { registerText } from './plugins/text.ts';
import { erasureApi } from './privacy/erasure-api.ts';
import { erasureRoutes } from './privacy/erasure-routes.ts';
import { extractApi } from './privacy/extract-api.ts';
import { extractRoutes } from './privacy/extract-routes.ts';
import { personErasureRoutes } from './privacy/person-routes.ts';
import { requestApi } from './privacy/request-api.ts';
import { requestRoutes } from './privacy/request-routes.ts';
import { retentionApi } from './privacy/retention-api.ts';
import { retentionRoutes } from './privacy/retention-routes.ts';
import { recordApi } from './records/api.ts';
import { recordRoutes } from './records/routes.ts';
import { registerChangeRoutes } from './register/change-routes.ts';
import { followMerges } from './register/follow-merges.ts';
import { mergeRoutes } from './register/merge-routes.ts';
import { newFirmRoutes } from './register/new-firm-routes.ts';
import { registerApi } from './register/register-api.ts';
import { undecidedApi } from './register/undecided-api.ts';
import { undecidedRoutes } from './register/undecided-routes.ts';
import { reportApi } from './reports/api.ts';
import { awardRoutes } from './reports/award-routes.ts';
import { equalUseRoutes } from './reports/equal-use.ts';
import { halfYearRoutes } from './reports/half-year-routes.ts';
import { orderReportRoutes } from './reports/order-routes.ts';
import { placementReportRoutes } from './reports/placement-routes.ts';
import { samarbejdsgradApi } from './samarbejdsgrad/api.ts';
import { samarbejdsgradRoutes } from './samarbejdsgrad/routes.ts';
import { searchRoutes } from './search/routes.ts';
import { factorRoutes } from './sign-in/factor-routes.ts';
import { identityRoutes } from './sign-in/identity-routes.ts';
import { oidcRoutes } from './sign-in/oidc-routes.ts';
import { passwordRoutes } from './sign-in/password-routes.ts';
import { signInRoutes } from './sign-in/routes.ts';
import { samlRoutes } from './sign-in/saml-routes.ts';
import { sessionRoutes } from './sign-in/session-routes.ts';
import { termRoutes } from './terms/routes.ts';
import { transparencyRoutes } from './transparency/routes.ts';
import { localDate } from './ui/dates.ts';
import { userRoutes } from './users/routes.ts';
import { bulkEditRoutes } from './views/bulk-routes.ts';
import { viewApi } from './views/view-api.ts';
import { savedViewRoutes } from './views/view-routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';

interface Parts extends AppOptions {
  /** what open orders say of one citizen; undefined: it is worked out on the thread that serves */
  citizenAnswers?: CitizenAnswers;
  /** who makes the pages that are asked for the most; undefined: the thread that serves */
  pagesBeside?: PagesBeside | undefined;
  /** undefined: whom an answer shows is written to the log here */
  tellOfReads?: TellOfReads;
}

/** The product's table of contents: one line per plugin and feature. */
export async function buildApp({
  citizenAnswers,
  pagesBeside,
  tellOfReads,
  ...options
}: Parts): Promise<App> {
  const app = await createServer(options);
  const { db, now, config, engine } = options;
  const secureCookies = config.publicUrl.startsWith('https:');
  const today = () => localDate(now());
  const context: AppContext = { ...options, secureCookies, today };

  registerPages(app, { db, formKey: config.formKey, today });
  registerErrors(app);
  registerSession(app, { db, now, secureCookies });
  registerAccess(app, config);
  registerReads(app, tellOfReads);
  registerText(app);
  followMerges(app, db);
  if (pagesBeside) passPagesOn(app, context, pagesBeside);
  registerApiDocument(app);
  await registerAssets(app);

  healthRoutes(app, context);
  signInRoutes(app, context);
  factorRoutes(app, context);
  passwordRoutes(app, context);
  identityRoutes(app, context);
  const [oidc, saml] = [await oidcRoutes(app, context), await samlRoutes(app, context)];
  sessionRoutes(app, context, { oidc, saml });
  homeRoutes(app, context);
  campaignRoutes(app, context);
  campaignApi(app, context);
  searchRoutes(app, context);
  ownRoutes(app, context);
  feedRoutes(app, context);
  userRoutes(app, context);
  apiTokenRoutes(app, context);
  webhookRoutes(app, context);
  adminRoutes(app, context);
  importRoutes(app, context);
  firmListRoutes(app, context);
  companyRoutes(app, context);
  mapRoutes(app, context);
  dayRouteRoutes(app, context);
  companyApi(app, context);
  companyBarApi(app, context);
  companyCareRoutes(app, context);
  ownValueApi(app, context);
  colleagueRoutes(app, context);
  undecidedRoutes(app, context);
  undecidedApi(app, context);
  newFirmRoutes(app, context);
  registerChangeRoutes(app, context);
  mergeRoutes(app, context);
  registerApi(app, context);
  bulkEditRoutes(app, context);
  savedViewRoutes(app, context);
  viewApi(app, context);
  personRoutes(app, context);
  personApi(app, context);
  recordRoutes(app, context);
  recordApi(app, context);
  briefRoutes(app, context);
  briefApi(app, context);
  contactRoutes(app, context);
  afterwardsRoutes(app, context);
  logLineRoutes(app, context);
  contactApi(app, context);
  contactListApi(app, context);
  coverageRoutes(app, context);
  coverageApi(app, context);
  coverageRuleRoutes(app, context);
  coverageSealRoutes(app, context);
  coverageSealAuditRoutes(app, context);
  coverageSealApi(app, context);
  samarbejdsgradRoutes(app, context);
  samarbejdsgradApi(app, context);
  orderReportRoutes(app, context);
  placementReportRoutes(app, context);
  awardRoutes(app, context);
  equalUseRoutes(app, context);
  halfYearRoutes(app, context);
  reportApi(app, context);
  newJobOrderRoutes(app, context);
  jobOrderRoutes(app, context);
  jobOrderApi(app, context);
  placementRoutes(app, context);
  newPlacementRoutes(app, context);
  capacityRoutes(app, context);
  capacityApi(app, context);
  leadRoutes(app, context);
  leadApi(app, context);
  orderTemplateRoutes(app, context);
  employerAnswerRoutes(app, context);
  employerAnswerApi(app, context);
  boardRoutes(app, context);
  cardRoutes(app, context);
  cardListRoutes(app, context);
  formidlingApi(app, context);
  placementApi(app, context);
  placementCourseApi(app, context);
  citizenRoutes(app, context);
  lookupRoutes(app, context);
  readControlRoutes(app, context);
  unmaskRoutes(app, context);
  extractRoutes(app, context);
  extractApi(app, context);
  erasureRoutes(app, context);
  personErasureRoutes(app, context);
  erasureApi(app, context);
  requestRoutes(app, context);
  requestApi(app, context);
  retentionRoutes(app, context);
  retentionApi(app, context);
  attentionRoutes(app, context);
  disclosureRoutes(app, context);
  benefitRoutes(app, context);
  benefitApi(app, context);
  editCitizenRoutes(app, context);
  editCitizenApi(app, context);
  shortlistRoutes(app, context);
  nearRoutes(app, context);
  pairRoutes(app, context);
  weightsRoutes(app, context);
  transparencyRoutes(app, context);
  setAsideRoutes(app, context);
  setAsideReportRoutes(app, context);
  citizenMatchRoutes(
    app,
    context,
    citizenAnswers ?? answersHere({ db, engine, isOver: () => !db.$client.open }),
  );
  runRoutes(app, context);
  runListRoutes(app, context);
  snapshotRoutes(app, context);
  whyNotRoutes(app, context);
  legalRuleRoutes(app, context);
  legalRuleApi(app, context);
  targetGroupApi(app, context);
  overrideApi(app, context);
  targetGroupRoutes(app, context);
  askRulesRoutes(app, context);
  overrideRoutes(app, context);
  termRoutes(app, context);
  documentRoutes(app, context);
  return app;
}

async function createServer({ config, busyAfterMs = 2000 }: AppOptions): Promise<App> {
  const options: FastifyHttpOptions<RawServerDefault> = {
    logger: loggerOptions(config.logLevel),
    bodyLimit: 1_048_576,
    requestTimeout: FILE_SENT_WITHIN,
    http: { headersTimeout: SENT_WITHIN },
    connectionTimeout: 60_000,
    keepAliveTimeout: 5_000,
    routerOptions: { maxParamLength: 100 },
    trustProxy: config.trustProxy ?? false,
  };
  const app = Fastify(options).withTypeProvider<TypeBoxTypeProvider>();
  compileOnce(app);

  // First: a refusal by the next two is a page as well, and needs its nonce.
  registerSecurityHeaders(app, { https: config.publicUrl.startsWith('https:') });
  // No browser and no proxy keeps an answer, unless its route says otherwise, as the assets do.
  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));
  dropSlowSenders(app);
  keepNoConnectionAtClose(app);
  // Beyond this the web thread answers 503 with Retry-After instead of falling ever further behind.
  await app.register(underPressure, { maxEventLoopDelay: busyAfterMs, retryAfter: 10 });
  await app.register(rateLimit, {
    max: ({ program }) => program?.requestsPerMinute ?? config.requestsPerMinute,
    timeWindow: '1 minute',
    // Each user and each program alone: a whole house may come from one address.
    keyGenerator: ({ actor, ip }) => (actor ? `bruger ${actor.userId}` : ip),
  });
  await app.register(cookie);
  await app.register(formbody);
  await app.register(multipart, {
    limits: { files: 1, fileSize: LARGEST_FILE, fields: 20, fieldSize: 10_000 },
  });
  await app.register(swagger, openApiOptions);
  return app;
}

function loggerOptions(level: string): FastifyServerOptions['logger'] {
  return {
    level,
    // Addresses carry search words and ids of persons; only the route's pattern is logged.
    serializers: { req: (request) => ({ method: request.method, route: request.routeOptions?.url }) },
  };
}
