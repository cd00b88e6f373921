import type { ContactOutcome } from '../../../db/schema/contacts.ts';
import type { Mention } from './mentions.ts';
import { anyPhrase } from './phrases.ts';

export type LoggedOutcome = ContactOutcome;

const SCHEMES =
  '(?:loentilskud|virksomhedspraktik|praktikant|smaajob|smaajobs|fleksjob|fleksjobber|mentor|voksenlaerling|elev|elevplads|laerling|jobmesse|opkvalificering|partnerskab|besoeg|moede|flere|nogen i|ordinaer)';

const NOT_INTERESTED = new RegExp(
  [
    ' ikke (?:er |laengere )?interesseret ',
    ' (?:ingen|intet|0) interesse ',
    ' uinteresseret\\w* ',
    ` nej tak (?!til (?:\\S+ )?${SCHEMES})`,
    ` takker nej (?!til (?:\\S+ )?${SCHEMES})`,
    ` takkede nej (?!til (?:\\S+ )?${SCHEMES})`,
    ' nej til det hele ',
    ' fik (?:et )?nej (?!til)',
    ' bruge os ikke ',
    ' (?:svar|svarede) nej ',
    ' (?:siger|sagde) nej (?!til)',
    ' oensker ikke (?:at )?(?:blive|bliver|vaere|kontakt|hoere|samarbejde|flere|mere|yderligere)',
    ' vil ikke (?:hoere|vaere med|samarbejde|kontaktes|bliver|blive|deltage|mere|have mere|have noget|har noget|har mere|forstyrres|have kontakt|har kontakt|vide)',
    ' vil ikke (?:\\S+ )?(?:have noget|har noget) (?:med|at)',
    ' har ikke (?:brug for|behov for) (?!(?:\\S+ )?(?:lige nu|foer|pt))',
    ' intet (?:at )?bruge folk ',
    ' intet at bruge ',
    ' (?:ring|kontakt) ikke (?:igen|mere) ',
    ' ikke (?:noget )?for (?:os|dem) ',
    ' afviser (?:alt|samarbejde|os) ',
  ].join('|'),
);

const LATER = new RegExp(
  [
    ' ikke (?:lige )?nu ',
    ' ikke paa nuvaerende ',
    ' (?:ikke|ingen|intet) (?:\\S+ ){1,3}lige nu ',
    ' lige nu (?:har|kan|er) (?:de |der )?(?:ikke|ingen|intet) ',
    ' ikke (?:tid|plads|behov) (?:lige )?nu ',
    ' bad (?:mig|os|om at vi|om at jeg) (?:om at |til )?(?:ringer|ring|vend|kontakte|proev|opkald tilbage) ',
    ' (?:gerne|oensker at|om at|foerst) kontaktes (?:igen )?(?:i )?§',
    ' ikke foer ',
    ' foer (?:til )?§',
    ' beder (?:\\S+ )?os (?:om at )?(?:vend|ringer|ring|kontakte|proev|komme|foelg)',
    ' beder om (?:at )?(?:vi|jeg) ',
    ' bedt (?:\\S+ )?om at (?:vend|ringer|kontakte|vente)',
    ' (?:ingen|intet|ikke) (?:behov|brug)(?: for \\S+)? (?:lige nu|pt|i oejeblikket|nu) (?:[,.-] )?(?:\\S+ ){0,3}(?:vend|ring|proev|§|efter|til)',
    ' (?:ingen|intet|ikke) (?:\\S+ )?(?:behov|brug) (?:[,.-] )?(?:men )?(?:vend tilbage|ring igen|proev igen|kontakt) ',
    ' nej tak (?:lige )?(?:nu|pt|for tiden) ',
    ' travlt (?:[,.-] )?(?:\\S+ )?(?:ring|vend|proev) ',
    ' (?:vil gerne|oensker at)? ?(?:vente|venter) (?:til|med|lidt)',
    ' senere paa aar ',
    ' (?:kontaktes|vend tilbage) senere ',
    ' vil (?:hoere|kontaktes|ringes op|hoeres) (?:fra os )?(?:igen )?§',
    ' passer (?:\\S+ )?ikke (?:\\S+ )?nu ',
  ].join('|'),
);

const MESSAGE =
  / (?:lagt|indtalt|efterlod|gav|afleveret|afleverede|modtager) (?:en |et |kort |mit |vores )*(?:besked|seddel|voicemail|telefonsvarer|note|kort) | (?:besked|seddel) (?:er )?(?:lagt|indtalt|afleveret|givet) | seddel (?:\S+ )?i postkassen | i postkassen | lagt (?:\S+ ){1,3}i postkasse| imod besked | tager besked | tog imod besked | besked (?:paa|hos|til) (?!mig |os )| voicemail /;
const NO_MESSAGE =
  / (?:lagt ikke besked|ikke lagt besked|ingen besked lagt|uden at lagt besked|lagt ingen besked|uden besked) /;

const FAILED = anyPhrase(`
  ingen/intet/ikke/uden/manglende/aldrig .. svar/svarede/respons/held/kontakt/forbindelse/traf/truffet/besvaret
  svarede/svar .. ikke
  ej/ikke besvaret/truffet/hjemme/inde/tilgaengelig/traeffes/moedt/til_stede/paa_plads/paa_arbejde/paa_kontor*
  ikke til at faa/traeffe/komme
  ikke traf
  ingen/ikke_nogen hjemme/tager/tog/tag/der/loefter/loeftede/tilstede/aabnede/paa/til_stede
  traf ikke/ingen
  ingen/ikke/intet hul igennem
  konen/manden/datteren/soennen/kollega*/afloeser*/vikaren tog/svarede
  moedte ingen
  tog/tager/toges/tag den/telefon? ikke
  blev/er/bliver ikke taget/tager/besvaret
  er ikke inde/der/paa/til_stede/til_at
  ejeren/chefen/lederen var/er ikke
  naaede ikke at tager/svarede/svar
  fik/faa/kunne/kan ... ikke .. fat/igennem/kontakt/faa/hjaelp*
  kunne ikke traeffes
  gaar/gik/kom ikke igennem
  gaar/gik/ryger/roeg/kom/kommer direkte/lige/kun? paa/til/i svarede
  proevede at? ringer/faa_fat
  vidste intet/ikke
  optaget
  ubesvaret
  forgaeves
  telefonsvarer
  laast
  lukket
  slukket
  bortrejst
  uden held/resultat
  er syg/sygemeldt
  han/hun/¤/*chefen/*ejeren/*lederen/*mesteren holder/har fri
  doedt
  er paa skadestuen/hospitalet/kursus/rejse
  paa/holder ferie
  er/var/sad/sidder midt? i et? moede
  forkert nummer
  nummer ..... afbrudt/forkert/ikke/doedt/ud_af_drift/nedlagt/lukket
  brev/mail/post/kuvert/sendt/kom ....... retur
  retur fra
`);
/** "ringede uge 52, ingen" */
const NOBODY = / [,:-] ingen (?=[,.;]|$)/;

const REPORTED =
  / (?:¤|de|han|hun) (?:\S+ ){0,2}?(?:vil(?! har (?:ringet|besoegt|moede|vaeret|mailede))|mangler|soeger|oensker|siger|sagde|fortalte|har behov|har brug|overvejer|beder|interesseret|positive|positiv|leder efter|takker|tilbyder|bekraeftede|lovede|bad|afslaar|afviser|tog|tager|bruge|foretraekker|venter) | (?:ja til) | nej (?:tak )?(?:, )?men /;

/** What came of the contact. Only what is said from the latest contact on counts when several are told. */
export function outcomeOf(
  flat: string,
  contact: Mention | null,
  mentions: readonly Mention[],
  hasOrders: boolean,
): LoggedOutcome | null {
  const from = startOfLatest(contact, mentions);
  const told = flat.slice(from);
  if (LATER.test(told) && !/ nej til det hele /.test(told)) return 'senere';
  // A place beside the refusal: one scheme was declined, not the whole.
  if (NOT_INTERESTED.test(told) && !hasOrders) return 'ikke_interesseret';
  if (MESSAGE.test(told) && !NO_MESSAGE.test(told) && !/ telefonsvarer /.test(told.replace(MESSAGE, ' ')))
    return 'besked_lagt';
  if (MESSAGE.test(told) && !NO_MESSAGE.test(told)) return 'besked_lagt';
  if ((FAILED.test(told) || NOBODY.test(told)) && !isSuccess(told)) return 'ikke_opnaaet';
  if (contact && ['mail', 'sms', 'brev'].includes(contact.kind ?? ''))
    return isIncoming(told, hasOrders) ? 'opnaaet' : null;
  if (contact) return 'opnaaet';
  const talked = mentions.some(
    ({ kind, status, form, to }) =>
      kind === null &&
      status === 'done' &&
      form === 'past' &&
      !/ (?:besoeg|moede|opkald) (?:¤ )?aftalt$/.test(flat.slice(0, to)),
  );
  return talked || REPORTED.test(told.replace(/ (?:jeg|vi) (?:skal|vil) /g, ' ')) ? 'opnaaet' : null;
}

const isSuccess = (told: string) => / (?:ja til|vil gerne|mangler \d|skal bruge|enige?) /.test(told);

const isIncoming = (told: string, hasOrders: boolean) =>
  hasOrders ||
  /(?: mail| sms| brev)(?: \S+)? (?:fra|ind) | (?:¤|de|han|hun) (?:sms|mail|mailer) at |(?<! (?:til|t|hos)) (?:de|¤|han|hun) (?:har )?(?:skrev|sendt|svarede|mailede|smsede) | svarede | har (?:nu |lige )?svar paa | (?:oplyst|sendt|modtaget|meldt) af ¤ |(?:fik|faaet|modtaget) /.test(
    told,
  );

function startOfLatest(contact: Mention | null, mentions: readonly Mention[]): number {
  if (!contact) return 0;
  const isEarlier = ({ status, kind, form, from, clause }: Mention) =>
    status === 'done' &&
    kind !== null &&
    from < contact.from &&
    (kind !== contact.kind || (form === 'past' && clause.sentence < contact.clause.sentence));
  return mentions.some(isEarlier) ? contact.clause.from : 0;
}
