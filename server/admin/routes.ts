import { type Static, Type } from 'typebox';
import type { Db } from '../../db/client.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { COVERAGE_UNITS } from '../../db/schema/coverage.ts';
import { ROLES } from '../../db/schema/users.ts';
import { ORDER_TYPES, type OrderType } from '../../workers/matching/types.ts';
import { refreshScopePeriods } from '../companies/scope.ts';
import { cprErrors } from '../contacts/rules.ts';
import { readWordList } from '../contacts/talk-words.ts';
import type { App, AppContext } from '../context.ts';
import { paths } from '../paths.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';
import { readHours, showHour } from '../ui/hours.ts';
import { withMessage } from '../ui/messages.ts';
import { isOvertaken } from '../ui/standing.ts';
import { SettingsPage } from './pages.tsx';
import {
  changeSetting,
  DANISH_LEVELS,
  LEAST_RUN_LOG_DAYS,
  readSettings,
  type Settings,
  UNREPORTED_CHOICES,
} from './queries.ts';
import { operationsStatus } from './status.ts';
import { StatusPage } from './status-page.tsx';

const config = { access: ['administrator'] as const };
const Types = Type.Union([Type.String(), Type.Array(Type.String())]);
const SettingsForm = Type.Object(
  {
    stod: Type.Optional(Type.String()),
    enhed: Type.String(),
    kommune: Type.String(),
    kommunekode: Type.String(),
    uoplyst: Type.String(),
    enhedstype: Type.Optional(Type.String()),
    planperiode: Type.Optional(Type.String()),
    planstart: Type.Optional(Type.String()),
    varsel_dage: Type.Optional(Type.String()),
    kontaktfred: Type.Optional(Type.String()),
    temaer: Type.Optional(Type.String()),
    tilbud: Type.Optional(Type.String()),
    kontor: Type.Optional(Type.String()),
    fuldtid: Type.Optional(Type.String()),
    forloeb_varsel_dage: Type.Optional(Type.String()),
    pris_alder: Type.Optional(Type.String()),
    pris_dansk: Type.Optional(Type.String()),
    mindste_tal: Type.Optional(Type.String()),
    koersler_dage: Type.Optional(Type.String()),
    /** says that the list of roles was on the page */
    rolleliste: Type.Optional(Type.String()),
    engangskoder: Type.Optional(Types),
    /** says that the two lists were on the page: one without a tick is not sent */
    forloebstyper: Type.Optional(Type.String()),
    underskrives: Type.Optional(Types),
    godkendes: Type.Optional(Types),
  },
  { additionalProperties: false },
);

export function adminRoutes(app: App, context: AppContext): void {
  const { db, now } = context;
  app.get(paths.operations, { config }, async (request, reply) =>
    reply.page(StatusPage({ view: request.view(reply), status: await operationsStatus(context) })),
  );

  app.get(paths.settings, { config }, async (request, reply) => {
    const settings = readSettings(db);
    const form = { values: keptSettings(settings), errors: [] };
    return reply.page(SettingsPage({ view: request.view(reply), form, kept: form.values }));
  });

  app.post(paths.settings, { config, schema: { body: SettingsForm } }, async (request, reply) => {
    const before = readSettings(db);
    const { settings, errors } = readSettingsForm(request.body, before);
    const kept = keptSettings(before);
    const overtaken = errors.length === 0 && isOvertaken(request.body, kept);
    if (errors.length > 0 || overtaken) {
      const form = { values: request.body, errors, saved: overtaken ? kept : undefined };
      return reply.code(overtaken ? 409 : 422).page(SettingsPage({ view: request.view(reply), form, kept }));
    }
    const change = { at: now().toISOString(), by: request.actor?.userId ?? null };
    for (const key of PLAIN_SETTINGS) {
      if (String(settings[key]) !== String(before[key])) changeSetting(db, key, settings[key], change);
    }
    if (settings.municipalityCode !== before.municipalityCode) {
      changeSetting(db, 'municipalityCode', settings.municipalityCode, change);
      moveCoverageTo(db, settings.municipalityCode, change.at);
    }
    return reply.redirect(withMessage(paths.settings, 'indstilling-gemt'), 303);
  });
}

function keptSettings(settings: Settings) {
  return {
    enhed: settings.unitName,
    kommune: settings.municipalityName,
    kommunekode: String(settings.municipalityCode),
    uoplyst: settings.unreported,
    enhedstype: settings.coverageUnit,
    planperiode: settings.planPeriodName,
    planstart: settings.planPeriodFrom,
    varsel_dage: String(settings.agreementWarningDays),
    kontaktfred: String(settings.contactPeaceDays),
    temaer: settings.contactThemes.join('\n'),
    tilbud: settings.contactOffers.join('\n'),
    kontor: settings.officeAddress,
    fuldtid: showHour(settings.fullTimeHours),
    forloeb_varsel_dage: String(settings.placementWarningDays),
    underskrives: [...settings.signedTypes],
    godkendes: [...settings.approvedTypes],
    pris_alder: String(settings.awardYouthAge),
    pris_dansk: settings.awardDanishBelow,
    mindste_tal: String(settings.smallestCell),
    koersler_dage: String(settings.runLogDays),
    engangskoder: [...settings.secondFactorRoles],
  };
}

/** Another municipality: which firms are in scope must be worked out again. */
function moveCoverageTo(db: Db, municipalityCode: number, at: string): void {
  db.transaction(
    (tx) => {
      const all = tx.select({ pNumber: pUnit.pNumber }).from(pUnit).all();
      refreshScopePeriods(
        tx,
        all.map((row) => row.pNumber),
        { at, municipalityCode },
      );
    },
    { behavior: 'immediate' },
  );
}

type EditableSettings = Omit<Settings, 'demo'>;

/** Settings that nothing else must follow. */
const PLAIN_SETTINGS = [
  'unitName',
  'municipalityName',
  'unreported',
  'coverageUnit',
  'planPeriodName',
  'planPeriodFrom',
  'agreementWarningDays',
  'runLogDays',
  'contactPeaceDays',
  'contactThemes',
  'contactOffers',
  'officeAddress',
  'fullTimeHours',
  'placementWarningDays',
  'signedTypes',
  'approvedTypes',
  'awardYouthAge',
  'awardDanishBelow',
  'smallestCell',
  'secondFactorRoles',
] as const;

/** 0 for anything that is no whole number. */
function wholeNumber(text: string): number {
  return /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
}

function readTypes(typed: string | string[] | undefined): OrderType[] {
  return ORDER_TYPES.filter((type) => [typed ?? ''].flat().includes(type));
}

/** A field that a form leaves out keeps what stands. */
function readSettingsForm(body: Static<typeof SettingsForm>, standing: Settings) {
  const errors: FieldError[] = [];
  const name = (field: 'enhed' | 'kommune' | 'planperiode', text: string) => {
    const trimmed = text.trim();
    if (!trimmed || trimmed.length > 60) errors.push({ field, reason: 'Skriv et navn på højst 60 tegn.' });
    errors.push(...cprErrors(field, trimmed));
    return trimmed;
  };
  const choice = <T extends string>(field: string, values: readonly T[], text: string, other: T): T => {
    const chosen = values.find((value) => value === text);
    if (!chosen) errors.push({ field, reason: 'Vælg en af mulighederne.' });
    return chosen ?? other;
  };
  const peaceDays = (body.kontaktfred ?? String(standing.contactPeaceDays)).trim();
  const themes = readWordList('temaer', body.temaer ?? standing.contactThemes.join('\n'));
  const offers = readWordList('tilbud', body.tilbud ?? standing.contactOffers.join('\n'));
  errors.push(...themes.errors, ...offers.errors);
  const municipalityCode = /^\d{3}$/.test(body.kommunekode) ? Number(body.kommunekode) : 0;
  const settings: EditableSettings = {
    unitName: name('enhed', body.enhed),
    municipalityName: name('kommune', body.kommune),
    municipalityCode,
    unreported: choice('uoplyst', UNREPORTED_CHOICES, body.uoplyst, standing.unreported),
    coverageUnit: choice(
      'enhedstype',
      COVERAGE_UNITS,
      body.enhedstype ?? standing.coverageUnit,
      standing.coverageUnit,
    ),
    planPeriodName: name('planperiode', body.planperiode ?? standing.planPeriodName),
    planPeriodFrom: (body.planstart ?? standing.planPeriodFrom).trim(),
    runLogDays: wholeNumber(body.koersler_dage ?? String(standing.runLogDays)),
    agreementWarningDays: wholeNumber(body.varsel_dage ?? String(standing.agreementWarningDays)),
    contactPeaceDays: Number(peaceDays),
    contactThemes: themes.words,
    contactOffers: offers.words,
    officeAddress: (body.kontor ?? standing.officeAddress).trim(),
    fullTimeHours: readHours((body.fuldtid ?? showHour(standing.fullTimeHours)).trim()) ?? 0,
    placementWarningDays: wholeNumber(body.forloeb_varsel_dage ?? String(standing.placementWarningDays)),
    signedTypes: body.forloebstyper === undefined ? standing.signedTypes : readTypes(body.underskrives),
    approvedTypes: body.forloebstyper === undefined ? standing.approvedTypes : readTypes(body.godkendes),
    awardYouthAge: wholeNumber(body.pris_alder ?? String(standing.awardYouthAge)),
    awardDanishBelow: choice(
      'pris_dansk',
      DANISH_LEVELS,
      body.pris_dansk ?? standing.awardDanishBelow,
      standing.awardDanishBelow,
    ),
    smallestCell: wholeNumber(body.mindste_tal ?? String(standing.smallestCell)),
    secondFactorRoles:
      body.rolleliste === undefined
        ? standing.secondFactorRoles
        : ROLES.filter((role) => [body.engangskoder ?? ''].flat().includes(role)),
  };
  if (settings.awardYouthAge < 16 || settings.awardYouthAge > 99)
    errors.push({ field: 'pris_alder', reason: 'Skriv en alder fra 16 til 99 år.' });
  // Under three a number and its total say who: one of two is known to the other.
  if (settings.smallestCell < 3 || settings.smallestCell > 100)
    errors.push({ field: 'mindste_tal', reason: 'Skriv et tal fra 3 til 100.' });
  if (settings.fullTimeHours < 1 || settings.fullTimeHours > 60)
    errors.push({ field: 'fuldtid', reason: 'Skriv et timetal fra 1 til 60, fx 37.' });
  if (settings.placementWarningDays < 1 || settings.placementWarningDays > 365)
    errors.push({ field: 'forloeb_varsel_dage', reason: 'Skriv et helt antal dage fra 1 til 365.' });
  if (municipalityCode < 101)
    errors.push({ field: 'kommunekode', reason: 'Kommunekoden er tre cifre fra 101 og op.' });
  if (!/^\d{1,2}$/.test(peaceDays))
    errors.push({ field: 'kontaktfred', reason: 'Skriv et antal dage fra 0 til 99.' });
  if (!isIsoDate(settings.planPeriodFrom))
    errors.push({ field: 'planstart', reason: 'Skriv den dato, planperioden begynder.' });
  if (settings.runLogDays < LEAST_RUN_LOG_DAYS || settings.runLogDays > 1825)
    errors.push({
      field: 'koersler_dage',
      reason: `Skriv et helt antal dage fra ${LEAST_RUN_LOG_DAYS} (et halvt år) til 1825.`,
    });
  if (settings.agreementWarningDays < 1 || settings.agreementWarningDays > 365)
    errors.push({ field: 'varsel_dage', reason: 'Skriv et helt antal dage fra 1 til 365.' });
  if (settings.officeAddress !== '' && !/^.{1,100}\s\d{4}(\s.{1,60})?$/.test(settings.officeAddress))
    errors.push({
      field: 'kontor',
      reason: 'Skriv vej, husnummer og postnummer, fx Vejnavn 1, 2620 Albertslund.',
    });
  return { settings, errors };
}
