import type { ContactOutcome } from '../../../db/schema/contacts.ts';
import type { Mention } from './mentions.ts';

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
    ' bad (?:mig|os|om at vi|om at jeg) (?:om at )?(?:ringer|ring|vend|kontakte|proev) ',
    ' kontaktes (?:igen )?§',
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
  / (?:lagt|indtalt|efterlod|gav|afleveret|afleverede|modtager) (?:en |et |kort |mit |vores )*(?:besked|seddel|voicemail|telefonsvarer|note|kort) | (?:besked|seddel) (?:er )?(?:lagt|indtalt|afleveret|givet) | seddel (?:\S+ )?i postkassen | i postkassen | lagt (?:\S+ ){1,3}i postkasse| imod besked | tager besked | tog imod besked | besked (?:paa|hos|til) | voicemail /;
const NO_MESSAGE =
  / (?:lagt ikke besked|ikke lagt besked|ingen besked lagt|uden at lagt besked|lagt ingen besked|uden besked) /;

const FAILED =
  / (?:ingen|intet|ikke|uden|manglende|aldrig) (?:\S+ )?(?:svar|svarede|respons|held|kontakt|forbindelse|traf|truffet|besvaret) | (?:svarede|svar) (?:\S+ )?ikke | har ikke (?:svar|svarede) | ikke svarede | (?:ej|ikke) (?:besvaret|truffet|hjemme|til stede|inde|paa plads|tilgaengelig|traeffes) | optaget | ubesvaret | laast | ikke (?:paa arbejde|paa kontor\S*|moedt|til stede) | ikke til at (?:faa|traeffe|komme) | lukket | slukket | forkert nummer | nummer (?:\S+ ){0,4}(?:afbrudt|forkert|ikke|doedt|ud af drift|nedlagt|lukket) | (?:brev|mail|post|kuvert|sendt|kom) (?:\S+ ){0,6}retur | retur fra | (?:blev|er|bliver) ikke (?:taget|tager|besvaret) | gaar ikke igennem | (?:gaar|gik|ryger|roeg|kom|kommer) (?:direkte |lige |kun )?(?:paa|til|i) svarede | (?:ingen|ikke nogen) (?:hjemme|tager|tog|tag|der|loefter|loeftede|tilstede|aabnede|paa|til stede) | (?:tog|tager|toges|tag) (?:den |telefon )?ikke | (?:tog|tager) (?:den )ikke | forgaeves | telefonsvarer | uden held | (?:fik|faa|kunne|kan) (?:\S+ ){0,2}ikke (?:\S+ )?(?:fat|igennem|kontakt|faa|hjaelp)| gik ikke igennem | kunne ikke hjaelpe | vidste (?:intet|ikke) | (?:paa|holder) ferie | bortrejst | (?:er|var|sad|sidder) i (?:et )?moede | naaede ikke at (?:tager|svarede|svar) | er syg | er ikke (?:inde|der|paa|til (?:stede|at)) | uden resultat | ingen forbindelse | kom ikke igennem | kunne ikke traeffes | (?:ejeren|chefen|lederen) (?:var|er) ikke | ikke traf | traf ikke | traf ingen | moedte ingen | proevede (?:at )?(?:ringer|faa fat)/;

const REPORTED =
  / (?:¤|de|han|hun) (?:\S+ ){0,2}?(?:vil(?! har (?:ringet|besoegt|moede|vaeret|mailede))|mangler|soeger|oensker|siger|sagde|fortalte|har behov|har brug|overvejer|beder|interesseret|positive|positiv|leder efter|takker|tilbyder|bekraeftede|lovede) | (?:ja til) /;

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
  if (FAILED.test(told) && !isSuccess(told)) return 'ikke_opnaaet';
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
  /(?: mail| sms| brev)(?: \S+)? (?:fra|ind) | (?:¤|de|han|hun) (?:sms|mail|mailer) at | (?:de|¤|han|hun) (?:har )?(?:skrev|sendt|svarede|mailede|smsede) | svarede |(?:fik|faaet|modtaget) /.test(
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
