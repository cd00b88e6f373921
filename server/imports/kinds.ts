import type { ImportKind } from '../../db/schema/imports.ts';
import { adresser } from './adresser.ts';
import { borgere } from './borgere.ts';
import { borgereOprindelse } from './borgere-oprindelse.ts';
import type { KindColumns } from './columns.ts';
import { esco } from './esco.ts';
import type { ImportKindRules } from './import-kind.ts';
import { jobordrer } from './jobordrer.ts';
import { kontakter } from './kontakter.ts';
import { samarbejdsgrad } from './samarbejdsgrad.ts';
import { virksomheder } from './virksomheder.ts';

export const KINDS: Record<ImportKind, ImportKindRules<unknown>> = {
  virksomheder,
  borgere,
  jobordrer,
  kontakter,
  esco,
  adresser,
  samarbejdsgrad,
  borgere_oprindelse: borgereOprindelse,
};

/** The columns of a kind whose lists may come from elsewhere; undefined: files of ESCO and of the address register are always theirs. */
export function columnsOf(kind: ImportKind): KindColumns | undefined {
  const { columns, required } = KINDS[kind];
  const own = required.filter((column) => typeof column === 'string');
  return kind === 'esco' || kind === 'adresser' ? undefined : { columns, required: own };
}
