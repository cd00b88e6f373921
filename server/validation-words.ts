/** What is wrong with a value by its schema's keyword, in Danish. `params` are the validator's. */
export function validationReason({
  keyword,
  params,
  message,
}: {
  keyword: string;
  params: Record<string, unknown>;
  message?: string;
}): string {
  const limit = String(params.limit ?? '');
  switch (keyword) {
    case 'required':
      return 'Mangler.';
    case 'additionalProperties':
      return 'Feltet kendes ikke her.';
    case 'type':
      return `Skal være ${typeInWords(params.type)}.`;
    case 'enum':
    case 'const':
    case 'anyOf':
    case 'oneOf':
      return 'Er ikke en af de værdier, der kan bruges.';
    case 'minimum':
    case 'exclusiveMinimum':
      return `Skal være mindst ${limit}.`;
    case 'maximum':
    case 'exclusiveMaximum':
      return `Må højst være ${limit}.`;
    case 'minLength':
      return `Skal være mindst ${limit} tegn.`;
    case 'maxLength':
      return `Må højst være ${limit} tegn.`;
    case 'minItems':
      return `Der skal være mindst ${limit}.`;
    case 'maxItems':
      return `Der må højst være ${limit}.`;
    case 'uniqueItems':
      return 'Det samme står flere gange.';
    case 'pattern':
    case 'format':
      return 'Er ikke skrevet, som det skal.';
    case 'cursor':
      return message ?? 'Kan ikke læses.';
    default:
      return 'Ugyldig værdi.';
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'en tekst',
  integer: 'et helt tal',
  number: 'et tal',
  boolean: 'true eller false',
  array: 'en liste',
  object: 'et objekt',
  null: 'null',
};

function typeInWords(type: unknown): string {
  return [type]
    .flat()
    .map((one) => TYPES[String(one)] ?? String(one))
    .join(' eller ');
}
