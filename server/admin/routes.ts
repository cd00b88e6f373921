import { Type } from 'typebox';
import type { Db } from '../../db/client.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { refreshScopePeriods } from '../companies/scope.ts';
import type { App, AppContext } from '../context.ts';
import { paths } from '../paths.ts';
import type { FieldError } from '../problems.ts';
import { withMessage } from '../ui/messages.ts';
import { SettingsPage } from './pages.tsx';
import { changeSetting, readSettings, type Settings, UNREPORTED_CHOICES } from './queries.ts';

const config = { access: ['administrator'] as const };
const SettingsForm = Type.Object(
  { enhed: Type.String(), kommune: Type.String(), kommunekode: Type.String(), uoplyst: Type.String() },
  { additionalProperties: false },
);

export function adminRoutes(app: App, { db, now }: AppContext): void {
  app.get(paths.settings, { config }, async (request, reply) => {
    const settings = readSettings(db);
    const values = {
      enhed: settings.unitName,
      kommune: settings.municipalityName,
      kommunekode: String(settings.municipalityCode),
      uoplyst: settings.unreported,
    };
    return reply.page(SettingsPage({ view: request.view(reply), form: { values, errors: [] } }));
  });

  app.post(paths.settings, { config, schema: { body: SettingsForm } }, async (request, reply) => {
    const { settings, errors } = readSettingsForm(request.body);
    if (errors.length > 0) {
      return reply
        .code(422)
        .page(SettingsPage({ view: request.view(reply), form: { values: request.body, errors } }));
    }
    const change = { at: now().toISOString(), by: request.actor?.userId ?? null };
    const before = readSettings(db);
    if (settings.unitName !== before.unitName) changeSetting(db, 'unitName', settings.unitName, change);
    if (settings.municipalityName !== before.municipalityName) {
      changeSetting(db, 'municipalityName', settings.municipalityName, change);
    }
    if (settings.unreported !== before.unreported)
      changeSetting(db, 'unreported', settings.unreported, change);
    if (settings.municipalityCode !== before.municipalityCode) {
      changeSetting(db, 'municipalityCode', settings.municipalityCode, change);
      moveCoverageTo(db, settings.municipalityCode, change.at);
    }
    return reply.redirect(withMessage(paths.settings, 'indstilling-gemt'), 303);
  });
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

function readSettingsForm(body: { enhed: string; kommune: string; kommunekode: string; uoplyst: string }) {
  const errors: FieldError[] = [];
  const unitName = body.enhed.trim();
  const municipalityName = body.kommune.trim();
  const municipalityCode = /^\d{3}$/.test(body.kommunekode) ? Number(body.kommunekode) : 0;
  const unreported = UNREPORTED_CHOICES.find((choice) => choice === body.uoplyst);
  if (!unitName || unitName.length > 60)
    errors.push({ field: 'enhed', reason: 'Skriv et navn på højst 60 tegn.' });
  if (!municipalityName || municipalityName.length > 60) {
    errors.push({ field: 'kommune', reason: 'Skriv et navn på højst 60 tegn.' });
  }
  if (municipalityCode < 101)
    errors.push({ field: 'kommunekode', reason: 'Kommunekoden er tre cifre fra 101 og op.' });
  if (!unreported) errors.push({ field: 'uoplyst', reason: 'Vælg en af mulighederne.' });
  const settings: EditableSettings = {
    unitName,
    municipalityName,
    municipalityCode,
    unreported: unreported ?? 'ude',
  };
  return { settings, errors };
}
