import { Type } from 'typebox';
import type { FieldError } from '../problems.ts';

export const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()]);

export const Nothing = Type.Null({ description: 'Intet indhold.' });
export const Created = Type.Object({ id: Type.Integer() });
export const FirmParams = Type.Object({ pNumber: Type.String({ maxLength: 20 }) });
export const IdParams = Type.Object({ id: Type.String({ maxLength: 20 }) });

/** A date as people write it to us: whether it exists is for the domain's rules to say, at its field. */
export const DateText = Type.String({ maxLength: 10 });
export const FreeText = Type.String({ maxLength: 20_000 });
/** Sent again after a broken connection, the same key gives the same thing. */
export const FormKey = Type.Optional(Type.String({ pattern: '^[0-9a-f-]{36}$' }));
/** An answer's dates and instants; what each is stands in the words. */
export const Text = Type.String();
export const Count = Type.Integer({ minimum: 0 });

/** Errors of a form's rules at the names that a program knows the fields by. */
export function atFields(
  errors: readonly FieldError[],
  names: Readonly<Record<string, string>>,
): FieldError[] {
  return errors.map(({ field, reason }) => ({ field: names[field] ?? field, reason }));
}
