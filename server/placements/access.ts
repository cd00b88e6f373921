import { shownKey } from '../citizens/rules.ts';
import {
  type GuardedCitizen,
  type HeldPlacement,
  type Sight,
  sightOfPlaced,
  type Viewer,
} from '../rights.ts';
import { citizenName } from './words.ts';

/** What decides who may know and change a placement, and whom it is about. */
interface Held extends HeldPlacement {
  citizen: GuardedCitizen & { id: number; name: string | null; citizenKey: string };
}

/** The citizen as this viewer may know them; null: a citizen, and nothing more. */
export interface ShownCitizen {
  citizenId: number;
  name: string;
  sight: Exclude<Sight, 'hidden'>;
}

export function citizenFor(viewer: Viewer, held: Held): ShownCitizen | null {
  const { citizen } = held;
  const sight = sightOfPlaced(viewer, held);
  if (sight === 'hidden') return null;
  const name = citizenName(citizen.name, sight === 'full') ?? shownKey(citizen.citizenKey);
  return { citizenId: citizen.id, name, sight };
}
