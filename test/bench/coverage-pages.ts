/** The pages that the coverage bench asks for. */
interface Shown {
  quarter: { from: string; to: string };
  /** addresses of a seal, a campaign and a calendar feed */
  seal: string;
  campaign: string;
  feed: string;
}

/** Names and addresses, several to be asked for one after another. Kvartalets fart and the trend stand on dækning. */
export function pagesOf(
  random: (index: number) => number,
  { quarter: { from, to }, seal, campaign, feed }: Shown,
): [string, string[]][] {
  const many = (address: (index: number) => string) =>
    Array.from({ length: 200 }, (_, index) => address(index));
  const quarter = `fra=${from}&til=${to}`;
  const list = '/daekning/ikke-kontaktede';
  return [
    ['dækning', [`/daekning?${quarter}`]],
    ['dækning efter CVR, fordelt på branche', [`/daekning?${quarter}&enhed=cvr&fordel=branche`]],
    ['ikke kontaktet endnu', [`${list}?${quarter}`]],
    ['ikke kontaktet, længst tavse', [`${list}?${quarter}&sort=sidste`]],
    ['ikke kontaktet, en konsulents', [`${list}?${quarter}&gruppe=konsulent&vaerdi=3`]],
    ['i mål, efter CVR', [`/daekning/i-maal?${quarter}&enhed=cvr&sort=-ansatte`]],
    ['uafklarede', [`/daekning/uafklarede?${quarter}`]],
    ['virksomheder', ['/virksomheder']],
    ['virksomheder, søgning', ['/virksomheder?q=tømrer']],
    ['virksomheder, ikke kontaktet', ['/virksomheder?kontakt=ikke_kontaktet']],
    ['virksomheder, kontaktet, efter by', ['/virksomheder?kontakt=kontaktet&sort=-by']],
    ['virksomheder, uafklarede, efter branche', ['/virksomheder?stoerrelse=uafklaret&sort=branche']],
    ['virksomheder, sidste side', ['/virksomheder?side=40&sort=-navn']],
    ['virksomhedens side', many((index) => `/virksomheder/${random(index)}`)],
    ['log kontakt', many((index) => `/virksomheder/${random(index)}/kontakter/ny`)],
    ['besøgsark', many((index) => `/virksomheder/${random(index)}/besoegsark`)],
    ['tidslinjen, kun kontakter', many((index) => `/virksomheder/${random(index)}?historik=kontakter`)],
    ['min dag', ['/']],
    ['kalenderfeed', [feed]],
    ['kampagner', ['/kampagner']],
    ['en kampagne', [campaign]],
    ['dækningsbevis', [seal]],
    ['dækningsbevis, listen bag et tal', [`${seal}/kontaktede?side=7`]],
    ['dækningsbevis, efter forseglingen', [`${seal}/efter-forseglingen`]],
    ['samarbejdsgrad', ['/samarbejdsgrad']],
    ['ikke kontaktet som CSV', [`${list}.csv?${quarter}`]],
  ];
}
