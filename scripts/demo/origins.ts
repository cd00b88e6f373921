/** Danmarks Statistik's groups of origin for the report on equal use, drawn without a look at anything else of a citizen. */
import type { DemoCitizen } from './citizens.ts';
import { createRandom } from './random.ts';

export interface DemoOrigin {
  borger_id: string;
  oprindelse: 'dansk' | 'vestlig' | 'ikke_vestlig';
}

const SHARES: Readonly<Record<DemoOrigin['oprindelse'], number>> = {
  dansk: 0.55,
  vestlig: 0.1,
  ikke_vestlig: 0.35,
};
const KNOWN_SHARE = 0.96;

export function drawOrigins(seed: number, citizens: readonly DemoCitizen[]): DemoOrigin[] {
  const random = createRandom(seed, 'origins');
  const groups = Object.keys(SHARES) as DemoOrigin['oprindelse'][];
  return citizens.flatMap(({ borger_id }) => {
    const oprindelse = random.weighted(groups, (group) => SHARES[group]);
    return random.chance(KNOWN_SHARE) ? [{ borger_id, oprindelse }] : [];
  });
}
