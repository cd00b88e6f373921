import type { citizen } from '../../db/schema/citizens.ts';
import type { CitizenTerm, TermKind } from '../../workers/matching/types.ts';

/** The CPR as it may be kept: encrypted, and hashed with a key (hex). */
export interface EncryptedCpr {
  encrypted: string;
  index: string;
  /** the hash under the key before, while the index key is being changed; null: it is not */
  oldIndex: string | null;
}

type Citizen = typeof citizen.$inferSelect;

export type CitizenFacts = Partial<
  Omit<
    Citizen,
    | 'id'
    | 'citizenKey'
    | 'cprEncrypted'
    | 'cprIndex'
    | 'caseworkerName'
    | 'caseworkerUserId'
    | 'version'
    | 'importId'
    | 'createdAt'
    | 'updatedAt'
    | 'editedAt'
    | 'editedBy'
  >
> & { targetGroup: Citizen['targetGroup'] };

/** undefined: the file does not say; null or an empty list: the file says that there is none. */
export interface CitizenRow {
  citizenKey: string;
  facts: CitizenFacts;
  /** user name, or the name as the case system writes it */
  caseworker: string | null | undefined;
  cpr: EncryptedCpr | null | undefined;
  terms: Record<TermKind, CitizenTerm[] | undefined>;
}
