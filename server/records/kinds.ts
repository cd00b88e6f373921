import type { RecordKind } from '../../db/schema/firm-records.ts';
import { advarsel } from './kinds/advarsel.ts';
import { afskedigelsesvarsel } from './kinds/afskedigelsesvarsel.ts';
import { aldrigIgen } from './kinds/aldrig-igen.ts';
import { fastholdelse } from './kinds/fastholdelse.ts';
import { hjemmel } from './kinds/hjemmel.ts';
import { ikkeNu } from './kinds/ikke-nu.ts';
import { netvaerkssamarbejde } from './kinds/netvaerkssamarbejde.ts';
import { partnerskabsaftale } from './kinds/partnerskabsaftale.ts';
import { rekrutteringsplan } from './kinds/rekrutteringsplan.ts';
import { samarbejdsaftale } from './kinds/samarbejdsaftale.ts';
import { skolesamarbejde } from './kinds/skolesamarbejde.ts';
import { strategisk } from './kinds/strategisk.ts';
import type { RecordSpec } from './spec.ts';

/** Every kind of record, once: adding one is a file, a line here, and its values in db/schema/firm-records.ts. */
export const RECORD_SPECS: Readonly<Record<RecordKind, RecordSpec>> = {
  partnerskabsaftale,
  samarbejdsaftale,
  strategisk,
  rekrutteringsplan,
  afskedigelsesvarsel,
  fastholdelse,
  skolesamarbejde,
  netvaerkssamarbejde,
  ikke_nu: ikkeNu,
  aldrig_igen: aldrigIgen,
  advarsel,
  hjemmel,
};
