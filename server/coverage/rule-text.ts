import { CONTACT_DIRECTIONS, CONTACT_KINDS } from '../../db/schema/contacts.ts';
import { labels } from '../ui/labels.ts';
import { asProduct, type CoverageRule, type RuleLine } from './rules.ts';

/** The rule as people read it, shown with every figure. */
export function ruleSentence(rule: CoverageRule): string {
  const { moreThanEmployees, countsSagsbehandler, lines } = rule;
  const who = countsSagsbehandler ? 'en virksomhedskonsulent eller sagsbehandler' : 'en virksomhedskonsulent';
  const visits = lines.filter((line) => line.isVisit);
  return [
    `Med er virksomheder i kommunen ${sizeText(moreThanEmployees)} på periodens sidste dag.`,
    `En kontakt tæller, når ${who} har kontakten i perioden, og den er: ${linesText(lines)}.`,
    `Som besøg tæller: ${linesText(visits)}.`,
    'Alt andet tæller ikke.',
  ].join(' ');
}

/** "med flere end to ansatte" */
export function sizeText(moreThanEmployees: number): string {
  return `med flere end ${countWord(moreThanEmployees)} ansatte`;
}

function countWord(count: number): string {
  return ['nul', 'en', 'to', 'tre', 'fire', 'fem'][count] ?? String(count);
}

/** In words when it is all combinations of some values, which a sound rule mostly is; otherwise by kind. */
function linesText(lines: readonly RuleLine[]): string {
  if (lines.length === 0) return 'intet';
  const product = asProduct(lines);
  if (!product) return byKind(lines);
  const { kinds, directions, outcomes } = product;
  const parts = [
    kinds.length === CONTACT_KINDS.length ? 'enhver art' : orList(kinds.map((kind) => labels.kind[kind])),
    directions.length === CONTACT_DIRECTIONS.length
      ? 'uanset hvem der henvendte sig'
      : labels.direction[directions[0] ?? 'ud'].toLowerCase(),
    `med udfaldet ${orList(outcomes.map((outcome) => labels.outcome[outcome]))}`,
  ];
  return parts.join(', ');
}

function byKind(lines: readonly RuleLine[]): string {
  const groups = Map.groupBy(lines, ({ kind }) => kind);
  return [...groups]
    .map(([kind, own]) => {
      const cells = own.map(
        ({ direction, outcome }) =>
          `${labels.outcome[outcome].toLowerCase()} (${labels.direction[direction].toLowerCase()})`,
      );
      return `${labels.kind[kind].toLowerCase()}: ${cells.join(', ')}`;
    })
    .join('; ');
}

function orList(words: string[]): string {
  const lower = words.map((word) => word.toLowerCase());
  return lower.length < 2 ? lower.join('') : `${lower.slice(0, -1).join(', ')} eller ${lower.at(-1)}`;
}
