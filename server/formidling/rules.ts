import { DISCLOSURE_TOPICS, type DisclosureTopic } from '../../db/schema/citizen-work.ts';
import {
  CITIZEN_ANSWERS,
  FORMIDLING_ENDS,
  FORMIDLING_STAGES,
  type FormidlingEnd,
  type FormidlingEvent,
  type FormidlingStage,
  type formidling,
} from '../../db/schema/formidling.ts';
import type { OrderStatus } from '../../db/schema/job-orders.ts';
import { freeTextErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';

export type Card = typeof formidling.$inferSelect;

/** Steps that a person takes on a card; it comes about as `oprettet`, and a placement that begins makes it `startet`. */
export const STEPS = [
  'spurgt',
  'rykket',
  'svar',
  'delt',
  'samtale',
  'ej',
  'genaabnet',
  'anonym_profil',
  'note',
] as const satisfies readonly FormidlingEvent[];
export type StepName = (typeof STEPS)[number] | 'startet';

export const COMMENT_LIMIT = 1500;
/** What the form suggests: so many working days to answer in. */
export const DAYS_TO_ANSWER = 3;

/** A step as it came in: plain text until checkStep has seen it. */
export interface StepDraft {
  step: string;
  comment: string | null;
  /** spurgt, rykket: the last local day on which the citizen may answer */
  answerBy: string;
  answer: string;
  /** delt: what of the allowed the firm is told */
  topics: readonly string[];
  interviewOn: string;
  /** ej: why */
  ended: string;
}

/** A step that checkStep found nothing wrong with. */
export interface CheckedStep {
  step: (typeof STEPS)[number];
  comment: string | null;
  answerBy: string;
  answer: 'ja' | 'nej';
  topics: DisclosureTopic[];
  interviewOn: string;
  ended: FormidlingEnd;
}

/** The step as it may be taken, or an error in Danish per field; what only the card can tell is asked by stepRefusal. */
export function checkStep(
  draft: StepDraft,
  today: string,
): { checked: CheckedStep; errors: [] } | { checked?: undefined; errors: FieldError[] } {
  const step = STEPS.find((name) => name === draft.step);
  if (!step) return { errors: [{ field: 'step', reason: 'Vælg, hvad der er sket.' }] };
  const answer = CITIZEN_ANSWERS.find((value) => value === draft.answer);
  const ended = FORMIDLING_ENDS.find((value) => value === draft.ended);
  const errors = freeTextErrors('comment', draft.comment, COMMENT_LIMIT);
  const refuse = (field: string, reason: string) => errors.push({ field, reason });
  if (step === 'spurgt' || step === 'rykket') errors.push(...answerByErrors(draft.answerBy, today));
  if (step === 'svar' && !answer) refuse('answer', 'Vælg ja eller nej.');
  if (step === 'delt' && draft.topics.length === 0)
    refuse('topics', 'Vælg mindst én ting, som virksomheden får at vide.');
  if (step === 'samtale' && !isIsoDate(draft.interviewOn))
    refuse('interviewOn', 'Skriv den dag, samtalen er.');
  if (step === 'ej' && !ended) refuse('ended', 'Vælg, hvorfor der ikke blev noget af det.');
  if (step === 'ej' && ended === 'andet' && draft.comment === null)
    refuse('comment', 'Skriv, hvad grunden er, når den er »Andet«.');
  if (step === 'note' && draft.comment === null) refuse('comment', 'Skriv, hvad der skal noteres.');
  if (errors.length > 0) return { errors };
  const topics = DISCLOSURE_TOPICS.filter((topic) => draft.topics.includes(topic));
  return {
    checked: { ...draft, step, topics, answer: answer ?? 'nej', ended: ended ?? 'andet' },
    errors: [],
  };
}

function answerByErrors(answerBy: string, today: string): FieldError[] {
  const field = 'answerBy';
  if (!isIsoDate(answerBy)) return [{ field, reason: 'Skriv, hvornår borgeren senest skal svare.' }];
  return answerBy < today ? [{ field, reason: 'Svarfristen kan ikke ligge før i dag.' }] : [];
}

/** The steps that a card's standing lets somebody take, the likely one first. */
export function openSteps({ stage, answer }: Pick<Card, 'stage' | 'answer'>): StepName[] {
  switch (stage) {
    case 'vurderes':
      return ['spurgt', 'ej', 'anonym_profil', 'note'];
    case 'spurgt':
      return answer === 'ja'
        ? ['delt', 'ej', 'genaabnet', 'note']
        : ['svar', 'rykket', 'ej', 'genaabnet', 'anonym_profil', 'note'];
    case 'delt':
      return ['samtale', 'startet', 'ej', 'note'];
    case 'samtale':
      return ['startet', 'samtale', 'ej', 'genaabnet', 'note'];
    case 'startet':
      return ['note'];
    case 'ej':
      return ['genaabnet', 'note'];
  }
}

/** Stages that are a step with a form of its own, for somebody who may take these steps. */
function stagesAmong(steps: readonly StepName[], from: FormidlingStage) {
  if (from === 'ej') return [];
  return (['spurgt', 'delt', 'samtale', 'startet', 'ej'] as const).filter(
    (stage) => stage !== from && steps.includes(stage),
  );
}

const NOT_BACK = 'Et kort trækkes ikke tilbage. Åbn det, og tag det seneste skridt tilbage.';
const ORDER_IS_FULL = 'Alle ordrens pladser er besat: ingen flere kan starte.';
const NOT_ON_ORDER = 'Det er den, der har ordren, eller teamet, der tager det skridt.';

/** Where a card may go on its order's board, and why not to the rest; `isFull`: placements have taken every position. */
export function movesOn(
  card: Pick<Card, 'stage' | 'answer'>,
  steps: readonly StepName[],
  isFull: boolean,
): { open: FormidlingStage[]; closed: Partial<Record<FormidlingStage, string>> } {
  const open = stagesAmong(steps, card.stage).filter((stage) => !isFull || stage !== 'startet');
  const from = FORMIDLING_STAGES.indexOf(card.stage);
  const closed = FORMIDLING_STAGES.filter(
    (stage) => stage !== card.stage && !open.some((to) => to === stage),
  );
  const why = (stage: FormidlingStage) => {
    if (stage === 'vurderes' || FORMIDLING_STAGES.indexOf(stage) < from) return NOT_BACK;
    if (stage === 'startet' && isFull) return ORDER_IS_FULL;
    return stepRefusal(card, stage) ?? NOT_ON_ORDER;
  };
  return { open, closed: Object.fromEntries(closed.map((stage) => [stage, why(stage)])) };
}

/** Why this step cannot be taken from where the card stands, or null. The law's no comes with its reason. */
export function stepRefusal(card: Pick<Card, 'stage' | 'answer'>, step: StepName): string | null {
  if (openSteps(card).includes(step)) return null;
  if (step === 'delt' && (card.stage === 'vurderes' || card.stage === 'spurgt'))
    return 'Borgeren har ikke sagt ja. Intet navn forlader huset, før borgeren har sagt ja til netop denne ordre.';
  if (step === 'genaabnet' && card.stage === 'delt') return CANNOT_UNSHARE;
  if (step === 'genaabnet' && card.stage === 'startet')
    return 'Borgeren er startet. Træk placeringen tilbage på dens egen side, hvis den er skrevet ved en fejl.';
  if ((step === 'samtale' || step === 'startet') && card.stage !== 'ej' && card.stage !== 'startet')
    return 'Virksomheden har ikke hørt om borgeren endnu. Del først, når borgeren har sagt ja.';
  if (card.stage === 'ej') return 'Kortet er afsluttet. Åbn det igen først.';
  return 'Det passer ikke med, hvor kortet står nu.';
}

export const CANNOT_UNSHARE =
  'Det, virksomheden har fået at vide, kan ikke tages tilbage. Afslut kortet, og bed virksomheden slette det.';

/** Someone who sees a card is told why it goes no further; null: nothing stands in the way. */
export function orderRefusal(
  { status, isBarred }: { status: OrderStatus; isBarred: boolean },
  step: StepName | 'oprettet',
): string | null {
  if (!['oprettet', 'spurgt', 'rykket', 'delt', 'anonym_profil'].includes(step)) return null;
  if (isBarred) return 'Virksomheden er spærret, i konflikt eller ophørt: ingen kan sendes til den.';
  if (status === 'under_behandling') return null;
  // § 137: nok henvist – those who are on the way go on.
  if (status === 'inaktiveret')
    return step === 'oprettet'
      ? 'Ordren er inaktiveret, fordi nok er henvist. Åbn den, før flere sættes på tavlen.'
      : null;
  return 'Ordren er afsluttet. Åbn den igen, før flere spørges eller deles.';
}

/** What a protected citizen's own sagsbehandler is told; nobody else is told anything at all. */
export function sharingRefusal({
  protectedAddress,
  mayBeShared,
}: {
  protectedAddress: boolean | null;
  mayBeShared: boolean | null;
}): string | null {
  if (protectedAddress !== false)
    return 'Borgeren har beskyttet adresse, eller ingen har spurgt om det. Kun du ser det, og borgeren deles ikke med virksomheder.';
  if (mayBeShared === false)
    return 'Borgeren har sagt nej til at blive delt med virksomheder. Ret det på borgerens side, hvis det har ændret sig.';
  return null;
}

/** Where an ended card stood before it ended. */
export function stageBefore(
  card: Pick<Card, 'askedAt' | 'sharedAt' | 'interviewOn'>,
): Exclude<FormidlingStage, 'startet' | 'ej'> {
  if (card.sharedAt !== null) return card.interviewOn === null ? 'delt' : 'samtale';
  return card.askedAt === null ? 'vurderes' : 'spurgt';
}

const STAGE_OF: Partial<Record<FormidlingEvent, FormidlingStage>> = {
  oprettet: 'vurderes',
  spurgt: 'spurgt',
  delt: 'delt',
  samtale: 'samtale',
  startet: 'startet',
  ej: 'ej',
};

/**
 * The stage that the log tells of, its events oldest first: each step goes on from the one before, and `genaabnet` takes
 * the last one back. A card's own stage is never anything else.
 */
export function stageFromLog(events: readonly FormidlingEvent[]): FormidlingStage {
  const stages: FormidlingStage[] = [];
  for (const event of events) {
    const stage = STAGE_OF[event];
    if (event === 'genaabnet') stages.pop();
    else if (stage && stage !== stages.at(-1)) stages.push(stage);
  }
  return stages.at(-1) ?? 'vurderes';
}
