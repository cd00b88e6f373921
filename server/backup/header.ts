import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

const TableFacts = Type.Object({ rows: Type.Integer({ minimum: 0 }), sha256: Sha256 });

const Header = Type.Object(
  {
    /** when the snapshot was taken (UTC) */
    at: Type.String({ minLength: 20, maxLength: 30 }),
    program: Type.String(),
    /** the newest migration; '' before the first */
    schema: Type.String(),
    /** length of the database file */
    bytes: Type.Integer({ minimum: 0 }),
    sha256: Sha256,
    /** of every table: how many rows, and a hash of all that they hold */
    tables: Type.Record(Type.String(), TableFacts),
    /** present when the body is encrypted */
    salt: Type.Optional(Sha256),
    keyId: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
/** The manifest of a backup. */
export type Header = Static<typeof Header>;

export function parseHeader(text: string): Header | null {
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(Header, value) ? value : null;
  } catch {
    return null;
  }
}
