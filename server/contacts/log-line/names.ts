/** Common first names (folded): a name alone is a person, not a firm. */
export const FIRST_NAMES: ReadonlySet<string> = new Set(
  `aage aase abdi abdul adam adrian agnes agnete ahmad ahmed ahmet aida aisha aksel albert alex alexander ali allan
  alma amal amalie amanda amina amira anastasia anders andre andrea andreas ane anett angelica anita anja ann
  ann-britt anna anna-lise anne annelise annemette annette annie anton arne arthur arvid asbjoern asger aslaug asmus
  asta astrid august aya ayan ayse bahar benny bent bente berit bertel bettina bettine bilal birger birgit birgitte
  birte birthe bjarne bjoern bo bodil boerge brian brigitta britt bruno camilla carina carl carlo caroline carsten
  casper cathrine cecilia cecilie charlie charlotta charlotte christa christel christian christina christoffer claus
  connie conny conrad dagmar dagny dan daniel daniella david dean denise dennis diana dina ditte dorit dorte dorthe
  ebbe edel edith edvard egil egon eigil einar ejner elin eline elisa elisabeth elise ellen elly elmer elsa else
  elsebeth emil emilia emilie emin emma erica erik erling erna ernst ervin esben eskild esther eva evald evy fadi
  farah fatima fatma felix fie filip filippa finn flemming folmer frank freddy frederik frederikke freja frida frits
  gabriel gaia georg gerda gerner gert gertrud gitta gitte gorm grete grethe gry gunnar guri gurli gustav halfdan
  halima hanna hanne hans harald hardy harry hassan heidi helen helga helge hella helle henning henriette henrik
  herdis herluf hilda hjalmar hjoerdis holger hugo hussein ibrahim ida inga inge ingelise inger inger-lise ingrid
  irene iris isabella ismail ivan iver jaafar jack jacob jacqueline jakob jakup jamal jan jane janne jannik janus
  jasmin jean jeanette jeanne jennifer jenny jens jens-peter jeppe jerry jesper jessica jette jimmy joachim joan
  joergen joern johan johanne john johnny johs jon jonas jonna jorgen josefine juliane julie june jytte kai kaj
  kamilla karen karin karina karl karla karoline karsten kasper katarina kate katharina kathrine katja katrine keld
  kenneth kent khaled kim kirsten kirsti kirstin kirstine kjeld klara klaus knud kresten kristen kristian kristina
  kristine kristoffer kurt lars lasse lau lauge laura laurids laurits leif leila lena lene leo leon leonora lilian
  lilly lina linda line linea lis lisa lisbet lisbeth lise liselotte liv liva lizette lizzi lone lotte louise lucas
  lucia ludvig lukas luna lydia mads magda magnhild magnus mai maibritt maiken maja majbrit malene malou malte
  malthe manfred marcus maren margit margot margrethe maria mariam mariann marianne marie marius mark markus marlene
  marta martha martin mathias mathilda mathilde maya mehdi mehmet melissa merete mette mia michael michelle mick mie
  mikael mikala mike mikkel milla mille mira miriam mogens mohamed mohammad mohammed molly mona monica monika morten
  mustafa nadia naja nanna natasha nete niclas nicolai nicolaj niels nikolaj nikoline nils nina noah nour oddny
  oerjan olaf olav ole olga oliva oliver olivia oluf omar orla oscar oskar osman otto ove oystein palle patrick paul
  paula pauli paulina peder peer pelle per per-erik pernille peter petra philip pi pia poul preben ragna ragnhild
  ralf rasmine rasmus rebecca regitze rene renee richard rie rikard rikke rita robert robin roland rolf ronja rosa
  rosita roy ruben rune ruth saeed salma samir samuel sandra sanne sara sarah sebastian selma shirin sidsel sif
  signe sigrid sigurd silas silje simon simone sine siv soeren soes sofia sofie solveig sonja soren steen stefan
  steffen stella stephanie stig stine sune sus susan susanne susie sven svend svenning svetlana sylvester synne tage
  tanja tanya teis terese thea therese thomas thor thorbjoern thorkild tilde tim tina tine tobias toke tom tommy
  tone tonni tonny tor tora torben tore torsten tove trille trine trine-lise troels ture uffe ulf ulla ulla-britt
  ulrich ulrik ulrikke vagn valdemar vera verner vibe vibeke victor viggo viktor vilhelm villy vita vivi vivian
  walther werner wilhelm willy winnie xenia yasmin yrsa yusuf yvonne zahra`
    .split(/\s+/)
    .filter(Boolean),
);

/** How names of firms end or begin: after a first name such a word makes a firm of it. */
const TRADES = `vvs byg el auto biler tag glas tryk mad smedie smed murer murerfirma tomrer toemrer toemrerfirma maler malerfirma bageri bager
  kro kroen hotel cafe restaurant grill pizza transport vognmand maskinfabrik maskinstation service rengoering
  gartneri planteskole butik butikken frisoer salon klinik blomster have haveservice anlaeg entreprise huse isolering gulve
  vinduer moebler optik cykler dyreklinik skilte vin is fisk slagter koed kager konditori revision it data net teknik metal
  staal jern plast logistik lager vask vaskeri elektro maskiner motor baade boghandel apotek foto fodklinik bogtryk
  vikar group gruppen holding invest media design solutions consult foods food cleaning partner partners soen soenner co
  koekken kantine vaerksted lager kontor frugt groent traelast traevarer toemmer savvaerk tegl beton grus entreprenoer nedbrydning kloak stilladser dæk daek`;
export const TRADE_WORDS: ReadonlySet<string> = new Set(TRADES.split(/\s+/).filter(Boolean));

export const LEGAL_FORMS: ReadonlySet<string> = new Set(
  'a/s i/s p/s k/s aps ivs amba fmba smba as'.split(' '),
);

/** Places of work and people of no name: lower-case words after "hos", "til", "på" that are no firm. */
export const NO_FIRM: ReadonlySet<string> = new Set(
  `lager lageret pakkeri pakkeriet koekken koekkenet kassen kasse kontor kontoret kantine kantinen opvask opvasken rengoering
  produktion produktionen butik butikken vaerksted vaerkstedet montage pakning ham hende dem den det mig dig os jer
  borger borgeren borgere kunde kunden kollega kollegaen chefen ejeren lederen direktoeren mesteren sekretaeren receptionen
  manden konen kone hustruen soennen datteren sekretaeren vagten firmaer virksomheder virksomheden virksomheder firmaet medarbejdere medarbejderen praktikanten
  ansaettelse job jobbet jobs praktik sommer sommeren vinter vinteren jul paaske januar februar marts april juni
  juli august september oktober november december hest hoest kaffe frokost moede moedet vask service servering salg
  packing cleaning administration bogholderi vedligehold sidemandsoplaering advokaterne advokater naboen byen torvet skolen`
    .split(/\s+/)
    .filter(Boolean),
);
