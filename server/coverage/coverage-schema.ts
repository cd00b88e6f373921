import { Type } from 'typebox';
import { COVERAGE_UNITS } from '../../db/schema/coverage.ts';
import { Count, Text } from '../api/fields.ts';

const Share = Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]);
const Band = Type.Object({ min: Share, max: Share });

/** A coverage with everything it was counted by. Counts are firms, shares 0–1, unrounded; null: nothing to reach. */
export const Figures = Type.Object({
  from: Text,
  to: Text,
  asOf: Text,
  unit: Type.Enum([...COVERAGE_UNITS]),
  rule: Text,
  ruleValidFrom: Text,
  inScope: Count,
  undecided: Count,
  contacted: Count,
  visited: Count,
  notContacted: Count,
  undecidedContacted: Count,
  undecidedVisited: Count,
  unreported: Count,
  unreportedCountedAs: Text,
  coverage: Band,
  visits: Band,
});
