import { createHash } from 'node:crypto';
import type { FormidlingStage } from '../../db/schema/formidling.ts';
import type { OrderStatus } from '../../db/schema/job-orders.ts';
import type { OrderType } from '../../workers/matching/types.ts';

/** The words of bek. 442/2023 § 137, as a jobordre's status is told. */
export const STAR_STATUSES: Readonly<Record<OrderStatus, string>> = {
  under_behandling: 'under behandling',
  inaktiveret: 'inaktiveret (nok henvist)',
  behov_daekket: 'afsluttet – behov dækket',
  frist_udloebet: 'afsluttet – frist udløbet',
};

/** A jobordre in STAR's names and lengths (starwiki 3580789291): titel 1–100 characters, beskrivelse 1–5000, comments at most 2000. */
export interface Jobordre {
  /** guid */
  jobordreId: string;
  titel: string;
  /** the title's concept in STAR's ESCO list; null: none is known by that name */
  conceptUriDa: string | null;
  beskrivelse: string;
  internKommentar: string | null;
  type: OrderType;
  status: string;
  /** ISO local dates */
  startdato: string | null;
  gyldigTil: string | null;
  cvrNummer: number;
  pNummer: number | null;
  /** why the status is what it is */
  opdateringsKommentar: string | null;
}

/** What of an order STAR is told. */
export interface StarOrder {
  orderKey: string;
  title: string;
  description: string;
  internalComment: string | null;
  type: OrderType;
  startDate: string | null;
  deadline: string | null;
  cvr: number;
  pNumber: number | null;
}

/** `status` is today's, `comment` the latest change's; `municipalityCode` keeps two towns' order numbers apart. */
export function toJobordre(
  order: StarOrder,
  {
    municipalityCode,
    status,
    comment,
    conceptUri,
  }: { municipalityCode: number; status: OrderStatus; comment: string | null; conceptUri: string | null },
): Jobordre {
  return {
    jobordreId: jobordreIdOf(municipalityCode, order.orderKey),
    titel: order.title,
    conceptUriDa: conceptUri,
    beskrivelse: order.description,
    internKommentar: order.internalComment,
    type: order.type,
    status: STAR_STATUSES[status],
    startdato: order.startDate,
    gyldigTil: order.deadline,
    cvrNummer: order.cvr,
    pNummer: order.pNumber,
    opdateringsKommentar: comment,
  };
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The guid an order came with, else always the same one made of its number: nothing needs to be kept for it. */
export function jobordreIdOf(municipalityCode: number, orderKey: string): string {
  if (GUID.test(orderKey)) return orderKey.toLowerCase();
  const hash = createHash('sha256').update(`samtlige ${municipalityCode} ${orderKey}`).digest('hex');
  // Version 8 of RFC 9562: made by a rule of one's own.
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-9${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** Of one candidate: the body of PUT /v1/jobordre/formidling. Never a name, a CPR number or the log's own comments. */
export interface Formidling {
  jobordreId: string;
  CandidateRecruitmentStatusType: string;
  CandidateComment: string | null;
  CandidateUrl: string | null;
}

/** What STAR is told of a stage; a citizen who is only considered or asked is nobody's business yet. */
const TOLD: Readonly<Partial<Record<FormidlingStage, string>>> = {
  delt: 'formidlet',
  samtale: 'til samtale',
  startet: 'ansat',
  ej: 'ikke ansat',
};

/** Undefined: nothing of it was shared with the firm, so nothing is told. */
export function toFormidling(
  { stage, sharedAt }: { stage: FormidlingStage; sharedAt: string | null },
  jobordreId: string,
): Formidling | undefined {
  const told = TOLD[stage];
  if (told === undefined || sharedAt === null) return undefined;
  return { jobordreId, CandidateRecruitmentStatusType: told, CandidateComment: null, CandidateUrl: null };
}
