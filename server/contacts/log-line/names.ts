/** Common first names (folded): a name alone is a person, not a firm. */
export const FIRST_NAMES: ReadonlySet<string> = new Set(
  `aage abdi adam ahmad ahmed aisha ali alma amal amina amira anders andreas ane anita anja ann anna anne annette anton arne asger
  asta astrid ayse bent bente benny bettina birgit birgitte birthe bjarne bo brian britt camilla carl carsten casper cecilie
  charlotte christian christina claus dan daniel david diana ditte dorte dorthe ebbe ellen else emil emilie emma erik erna esben
  eva fatima fatma filip finn flemming frank frederik freja frida georg gerda gitte gorm grethe gustav hanna hanne hans harald
  hassan heidi helen helle henning henrik henriette hugo ibrahim ida inga inge inger ingrid iver ivan jakob jacob jan jane janne jannik
  janus jens jeppe jesper jette jimmy joan johan johanne john johnny jonas josefine julie jytte jorgen joergen kaj karen karin karina karl
  karsten kasper kate katja katrine kenneth kim kirsten kirstine kjeld klaus klara knud kristian kristina kristine kurt lars lasse laura leif
  lena lene leon lina linda line lis lisa lisbeth lise liv lone lotte louise lucas lukas mads magnus maja malene maria mariam marianne
  marie mark martin mathias mathilde mehmet merete mette mia michael mie mikael mike mikkel mogens mohamed mohammad mohammed mona
  morten mustafa nadia nanna niels nikolaj nina noah ole olga omar oscar oskar otto palle paul peder per pernille peter pia poul
  preben rasmus rene rikke rita robert rune samir sanne sara sarah signe simon sine sofie sofia solveig sonja soren soeren steen
  steffen stig stine susan susanne sus svend tanja thea thomas thor tim tina tobias tom tommy tone torben tove trine troels ulla ulrik uffe
  aksel albert allan alex alexander amalie andrea arthur birger bodil carina caroline cathrine christoffer connie conny dennis edith egon eigil einar
  ejner elin elisabeth elsebeth erling ernst esther gert gunnar helga helge herluf hjalmar holger jonna joern kai keld kresten laurits leo maiken majbrit
  malthe margit margrethe marlene michelle niclas nils oliver orla ove oluf pauli peer ruth sebastian sigrid sigurd stefan tage tonny ulrich valdemar
  vilhelm winnie yvonne vagn vera verner vibeke victor viggo viktor villy vivi yasmin yusuf zahra
  abdul adrian agnes agnete ahmet aida ali allan amanda anastasia andre anett angelica anna-lise annelise annemette annie ann-britt arvid asbjoern asger
  asmus august aya ayan bahar bertel berit bettine bilal birte bjoern bodil boerge brigitta bruno carlo cathrine charlie cecilia charlotta christa christel
  conrad dagmar dagny daniella dean denise dina dorit edel edvard egil eigil eline elise elisa elly elmer elsa emilia emin erica ervin eskild
  evald evy fadi farah felix finn-erik fie filippa folmer freddy frederikke frits gabriel gaia gerner gertrud gitta gorm grete gry guri gurli halfdan halima
  hardy harry hella herdis hilda hjoerdis holger hussein ingelise inger-lise irene iris isabella ismail jaafar jack jacqueline jakup jamal jasmin jean
  jenny jens-peter jeanette jeanne jennifer jerry jessica joachim joern johs jon jonna josefine juliane june jytte kamilla karla karoline kasper katarina kathrine katharina
  keld kent khaled kirstin kirsti kristen kristoffer kurt lau laurids lauge leila leonora lilian lilly linea lisbet liselotte liva lizzi lizette lone-marie lucia ludvig lukas luna lydia
  maja magda magnhild mai maibritt malou malte manfred marcus margot maren mariann marius markus marta martha maya mehdi melissa mick mikala milla mille mira mira miriam mohammad molly monica
  monika morten-erik mathilda naja natasha nete nicolai nicolaj nikoline nour oda oddny olaf olav oliva olivia olsen-erik osman patrick paula paulina pelle per-erik petra philip pi preben ragna ragnhild ralf
  rasmine rebecca regitze renee richard rie rikard rita robin roland rolf ronja rosa rosita roy ruben said salma samuel sandra saeed selma shirin sidsel silas silje simone sif siv sia sonja stella stephanie sten sune
  susie svenning svetlana sven sylvester synne soes tanya teis terese therese thorbjoern thorkild thomas tilde tine toke tor tora tore torsten tonni trille trine-lise ture ulf ulla-britt ulrikke vibe vita vivian walther werner wilhelm willy xenia yrsa aase aslaug oystein oerjan`
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
