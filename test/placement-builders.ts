import type { Db } from '../db/client.ts';
import { ordinaryStaff } from '../db/schema/capacity.ts';
import type { PlacementDraft } from '../server/placements/draft.ts';

/** The form as a konsulent fills it in: a praktik that every rule but capacity says yes to. */
export const PLACEMENT_FORM = {
  virksomhed: '',
  borger: '',
  borgernoegle: '',
  formidling: '',
  type: 'virksomhedspraktik',
  formaal: 'afklaring',
  funktion: 'Lager',
  maal: 'Afprøve lagerarbejde.',
  start: '2026-11-23',
  slut: '2026-12-13',
  timer: '20',
  seneste_arbejdsgiver: 'nej',
  mentor: 'Grete Graae',
  kontaktperson: '',
  arbejdsgiver_underskrev: '',
  repraesentant: '',
  repraesentant_underskrev: '',
  opfoelgning_1: '2026-12-01',
  fravigelse: '',
};

/** What startPlacement is told: a småjob of ten hours without an end, which no rule says no to. */
export function draftOf(
  own: Partial<PlacementDraft> & Pick<PlacementDraft, 'citizenId' | 'pNumber'>,
): PlacementDraft {
  return {
    jobOrderId: null,
    formidlingId: null,
    type: 'smaajob',
    purpose: null,
    jobFunction: 'Butik',
    goal: null,
    startsOn: '2026-11-23',
    endsOn: null,
    weeklyHours: 10,
    shifts: [],
    mentorName: null,
    contactPersonId: null,
    employerSignedOn: null,
    representativeName: null,
    representativeSignedOn: null,
    followUps: [],
    lastEmployerHere: null,
    overrideReason: null,
    formKey: null,
    ...own,
  };
}

/** So many ordinary full-time years in each of the months before the day on which the tests take place. */
export function addStaff(db: Db, pNumber: number, fullTimeYears: number, recordedBy: number): void {
  for (const month of ['2026-07-01', '2026-08-01', '2026-09-01', '2026-10-01', '2026-11-01']) {
    db.insert(ordinaryStaff)
      .values({
        pNumber,
        month,
        fullTimeYears,
        source: 'virksomheden',
        recordedAt: '2026-11-20T10:00:00.000Z',
        recordedBy,
      })
      .run();
  }
}
