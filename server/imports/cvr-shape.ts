import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { HEADCOUNT_INTERVALS } from '../../db/schema/companies.ts';
import type { FieldProblem } from './records.ts';

/** What we read of CVR's records (domain.md section 2); the many other keys are left alone. Lists may be missing or null. */
const optional = <Schema extends TSchema>(schema: Schema) => Type.Optional(Type.Union([schema, Type.Null()]));
const listOf = <Schema extends TSchema>(schema: Schema) =>
  optional(Type.Array(Type.Union([schema, Type.Null()])));
const number = (min: number, max: number) => Type.Integer({ minimum: min, maximum: max });

const RegisterDate = Type.String({ format: 'date' });
const Periode = optional(
  Type.Object({ gyldigFra: optional(RegisterDate), gyldigTil: optional(RegisterDate) }),
);
const dated = { periode: Periode, sidstOpdateret: optional(Type.String()) };
const text = optional(Type.String());

const Navn = Type.Object({ ...dated, navn: text });
const Kontakt = Type.Object({ ...dated, kontaktoplysning: text, hemmelig: optional(Type.Boolean()) });
const Branche = Type.Object({ ...dated, branchekode: text, branchetekst: text });
const Adresse = Type.Object({
  ...dated,
  vejnavn: text,
  husnummerFra: optional(Type.Integer()),
  husnummerTil: optional(Type.Integer()),
  bogstavFra: text,
  bogstavTil: text,
  etage: text,
  sidedoer: text,
  bynavn: text,
  fritekst: text,
  postnummer: optional(number(0, 9999)),
  postdistrikt: text,
  kommune: optional(Type.Object({ kommuneKode: optional(number(101, 999)) })),
});
const Beskaeftigelse = Type.Object({
  aar: number(1900, 2999),
  maaned: optional(number(1, 12)),
  kvartal: optional(number(1, 4)),
  antalAnsatte: optional(number(0, 10_000_000)),
  antalAarsvaerk: optional(Type.Number({ minimum: 0 })),
  intervalKodeAntalAnsatte: optional(Type.Union(HEADCOUNT_INTERVALS.map((code) => Type.Literal(code)))),
});

const shared = {
  reklamebeskyttet: optional(Type.Boolean()),
  navne: listOf(Navn),
  beliggenhedsadresse: listOf(Adresse),
  telefonNummer: listOf(Kontakt),
  elektroniskPost: listOf(Kontakt),
};

const Metadata = optional(
  Type.Object({
    nyesteNavn: optional(Navn),
    nyesteBeliggenhedsadresse: optional(Adresse),
    nyesteHovedbranche: optional(Branche),
    nyesteCvrNummerRelation: optional(number(10_000_000, 99_999_999)),
    nyesteErstMaanedsbeskaeftigelse: optional(Beskaeftigelse),
    nyesteMaanedsbeskaeftigelse: optional(Beskaeftigelse),
    nyesteKvartalsbeskaeftigelse: optional(Beskaeftigelse),
    nyesteAarsbeskaeftigelse: optional(Beskaeftigelse),
    sammensatStatus: text,
  }),
);

const ProduktionsEnhed = Type.Object({
  ...shared,
  pNummer: number(1_000_000_000, 9_999_999_999),
  fejlRegistreret: optional(Type.Boolean()),
  hovedbranche: listOf(Branche),
  livsforloeb: listOf(Type.Object(dated)),
  virksomhedsrelation: listOf(Type.Object({ ...dated, cvrNummer: number(10_000_000, 99_999_999) })),
  erstMaanedsbeskaeftigelse: listOf(Beskaeftigelse),
  maanedsbeskaeftigelse: listOf(Beskaeftigelse),
  kvartalsbeskaeftigelse: listOf(Beskaeftigelse),
  aarsbeskaeftigelse: listOf(Beskaeftigelse),
  produktionsEnhedMetadata: Metadata,
});

const Virksomhed = Type.Object({
  ...shared,
  cvrNummer: number(10_000_000, 99_999_999),
  virksomhedsform: listOf(
    Type.Object({
      ...dated,
      virksomhedsformkode: optional(Type.Integer()),
      kortBeskrivelse: text,
      langBeskrivelse: text,
    }),
  ),
  virksomhedsstatus: listOf(Type.Object({ ...dated, status: text })),
  virksomhedMetadata: Metadata,
});

export type CvrAdresse = Static<typeof Adresse>;
export type CvrBeskaeftigelse = Static<typeof Beskaeftigelse>;
export type CvrPeriode = Static<typeof Periode>;
export type VrproduktionsEnhed = Static<typeof ProduktionsEnhed>;
export type Vrvirksomhed = Static<typeof Virksomhed>;

export const produktionsEnhedShape = Compile(ProduktionsEnhed);
export const virksomhedShape = Compile(Virksomhed);

const MAX_PROBLEMS_A_RECORD = 20;

const REASONS: Record<string, string> = {
  gyldigFra: 'datoen findes ikke i kalenderen',
  gyldigTil: 'datoen findes ikke i kalenderen',
  kommuneKode: 'ukendt kommunekode',
  intervalKodeAntalAnsatte: 'ukendt intervalkode',
  pNummer: 'skal være et tal på 10 cifre',
  cvrNummer: 'skal være et tal på 8 cifre',
};

/** Where a record is not of CVR's form, as `beliggenhedsadresse[0].kommune.kommuneKode`: the deepest place of each fault. */
export function shapeProblems(
  shape: { Errors: (value: unknown) => { instancePath: string; keyword: string; params: object }[] },
  record: unknown,
): FieldProblem[] {
  const errors = shape.Errors(record);
  const paths = new Set(errors.flatMap(pathsOf));
  return [...paths]
    .filter((path) => ![...paths].some((other) => other.startsWith(`${path}/`)))
    .slice(0, MAX_PROBLEMS_A_RECORD)
    .map((path) => {
      const field = path
        .slice(1)
        .replace(/\/(\d+)/g, '[$1]')
        .replaceAll('/', '.');
      return { field, reason: REASONS[field.split('.').at(-1) ?? ''] ?? 'har ikke den form, som CVR bruger' };
    });
}

function pathsOf(error: { instancePath: string; keyword: string; params: object }): string[] {
  if (error.keyword !== 'required' || !('requiredProperties' in error.params)) return [error.instancePath];
  return (error.params.requiredProperties as string[]).map((name) => `${error.instancePath}/${name}`);
}
