/**
 * The words the log's grammar reads. Each line is a word as the grammar knows it, then how else it is written: short,
 * in English, in dialect, inflected. All folded. Typing errors are not listed: spelling.ts mends them.
 */
const SPELLINGS = `
telefon: tlf tel telf telefonen telefonisk phone fon
mobil: mob mobilen
opkald: opkaldet call telefonopkald mobilopkald telefonopkaldet telefonkald
opringning: opringningen
telefonmoede: tlfmoede tlf-moede telefon-moede telemoede telefonmoedet telefonsamtale telefonsamtalen
telefonsvarer: telefonsvareren tlfsvarer svareren
voicemail: vm voicemailen mobilsvar
ringede: ringte ringed
ringet: ringt opringet opkaldt
called: phoned telefonerede
ringer: ringe
ring:
besoeg: bsg besoeget visit besoegene virksomhedsbesoeg
besoegte: visited bsgte
besoegt: bsgt
besoeger: besoege besoeges
moede: moedet meeting mde samtalemoede kundemoede
moedtes: modtes met
moedes:
moedte:
onlinemoede: teams zoom videomoede online-moede teamsmoede teams-moede zoommoede zoom-moede video-moede videomoedet teamsmoedet skypemoede videokald videoopkald videosamtale skype webmoede
mail: mails mailen e-mail email e-mails
mailede: mailet emailed mailt
mailer: maile
sms: smsen sms'en smser
smsede: sms'ede smset sms'et smsed
brev: brevet breve letter
seddel: sedlen note visitkort visitkortet
jobmesse: jobmessen jobmesser messe messen jobfair
netvaerksaften: netvaerksmorgen netvaerkstraef netvaerksmoede netvaerksarrangement netvaerksaftenen netvaerksmoedet
morgenmoede: morgenmoedet
gaahjemmoede: gaa-hjem-moede gaahjem-moede fyraftensmoede gaa-hjemmoede fyraftensmoedet
arrangement: arrangementet
talte: talt spoke talked
snakkede: snakket snakked snakkt
snakkes: tales
snak: chat snakken
aftalt: aftalte aftaler
dialog: droeftet droeftede
bad: asked
kigger: kigge
fangede: fanget fange
kunne: ku
modtaget: modt
praesenterede: praesenteret praesenterer fremlagde
hilste: hilst
koerte: koert
smuttede: smuttet
kiggede: kigget
henvendelse:
kontakt:
kontaktet: kontaktede
kontakte: kontakter
opfoelgning: opf opflg followup opfoelg opfoelgningen
foelg: foelge foelger foelges
follow:
ryk: rykke rykker rk
send: sende sender
sendt: sendte sent afsendt afsendte fremsendt
skrev: skrevet wrote
skriv: skrive skriver
svar: svaret answer reply
svarede: svarer answered
aflyst: aflyste aflyser aflysning cancelled aflysninger
afmeldt: afmeldte afmelder
udskudt: udsat udskyder udskyde udsaetter udsaette udsaettes
planlagt: planlaegger planlaegge planlagde
naaede:
proevede: proevet forsoegte forsoegt
proev: proever proeve
nu: now
maaske: maybe
husk: huske remember
virksomhedspraktik: vp vtp praktik praktikplads praktikpladser praktikken praktikforloeb praktikaftale praktikaftaler virksomhedspraktikken vpraktik praktikophold
praktikant: praktikanter praktikanten vp'er trainee trainees intern interns praktikanterne
loentilskud: lts loentilskuddet loentilskudsjob loentilskudsplads loentilskudspladser loentilskudsansat loentilskuds
smaajob: smaajobs smaajobbet smaajobber
fleksjob: fleks fleksjobs flexjob flex fleksjobbet fleksjobplads flexjobs
fleksjobber: flexer fleksjobbere fleksjobberen flexjobber flexjobbere fleksjobberne
elevplads: elevpladser laereplads laerepladser
elev: elever eleven
laerling: laerl laerlinge laerlingen lrl laerlingeplads laerlingepladser apprentice
voksenlaerling: voksenlaerlingeplads voksenlaerlingepladser voksenlaerlinge voksenlaerlingen voksenlaerlingeordning voksenlaerlingeordningen
mentor: mentorordning mentorordningen mentorstoette mentorer mentoren
ordinaer: ordinaert ordinaere ordinary
opkvalificering: opkval opkvalificeringen opkvalificere opkvalificerer opkvalificeret opkvalificeringsforloeb
partnerskab: partnerskabsaftale partnerskabsaftalen partnerskabet partnerskaber partnerskabsaftaler partnership
fyrer: laidoff layoff layoffs fyre fyret fyrede fyres fyring fyringer fyringsrunde massefyring massefyringer
afskediger: afskedige afskediget afskedigede afskediges afskedigelse afskedigelser afskedigelsen afskedigelserne afskedigelsesvarsel
varsling: varsler varslet varsel varslinger massevarsling varslingen
opsiger: opsige opsagt opsagde opsiges opsigelse opsigelser opsigelserne
mangler: mgl mangle need needs manglede
soeger: soege soegte soeges seeking
oensker: oenskes oenske oenskede want wants oensket
bruge: bruger bruw use
brug:
behov: behovet
leder: lede looking
tager: tage take takes
ansatte: employees staff
medarbejdere: medarb medarbejder medarbejderne
mand: maend mands
personer: pers person people personale folk
timer: time timers hours hour tim
uge: ugen uges week ugtl ugentlig ugentligt
uger: weeks ugers
dage: dg days dages
maaned: maaneds maaneden mdrs month
maaneder: mdr months maaneders
uden: u/ without
held: luck
forgaeves:
optaget: optagettone busy
lukket: closed ferielukket ferielukning
slukket:
forkert: wrong
nummer: nummeret number nr
ingen: no
intet:
ikke: ikk ik ej not
aldrig: never
nej:
retur:
hjemme: home
besked: beskeden message
lagt: lagde laegger left
indtalt: indtalte
interesseret: interesserede interested
interesse:
imorgen: tomorrow imrg imorg
overmorgen:
morgen: mrg
idag: today
igaar: yesterday
iforgaars: forgaars
morges: maars imorges
formiddags:
eftermiddags:
middags:
aftes:
gaar: gar
dag:
mandag: mandagen monday
tirsdag: tir tirs tirsdagen tuesday
onsdag: ons onsdagen wednesday
torsdag: tor tors torsdagen thursday
fredag: fre fredagen friday
loerdag: loer saturday
soendag: sunday
mandags:
tirsdags:
onsdags:
torsdags:
fredags:
loerdags:
soendags:
januar: jan january
februar: feb february
marts: mar march
april: apr
maj: may
juni: june
juli: july
august: aug
september: sep sept
oktober: okt october oct
november: nov
december: dec
naeste: naest next
sidste: forrige last
foerst: starten begyndelsen primo early
midt: medio mid midten
sidst: slutningen ultimo
efter: after
paaske: paasken
nytaar: nytaaret
sommerferien: sommerferie ferien
efteraaret: efteraar
foraaret: foraar
sommer: sommeren
vinter: vinteren
jul: julen
senere: later
tilbage: back
igen: again
vender:
vend: vende
vil: ville wil will would
jeg: a
vi: we
han: he
hun: she
de: they they'll di
os: us
skal: ska shall
skulle: sku skul
har: have has haft ha
er: is are
og: and samt plus
til: te
med: mae m m/ with
fra: from
hos: ved
firma: fa firmaet virksomheden
`;

/** How a word is written → the word of the grammar. */
export const CANON: ReadonlyMap<string, string> = new Map(
  SPELLINGS.trim()
    .split('\n')
    .flatMap((row) => {
      const [word = '', others = ''] = row.split(':');
      return [word, ...others.split(' ').filter(Boolean)].map((form): [string, string] => [form, word]);
    }),
);

/** Two words that people write for one. */
export const JOINED: ReadonlySet<string> = new Set(
  `loentilskud smaajob smaajobs fleksjob fleksjobs fleksjobber fleksjobbere flexjob voksenlaerling voksenlaerlinge
  elevplads elevpladser virksomhedspraktik onlinemoede teamsmoede videomoede telefonmoede telefonsvarer jobmesse
  partnerskabsaftale mentorordning netvaerksaften morgenmoede praktikplads praktikpladser fuldtid deltid smaajobbet laidoff`
    .split(/\s+/)
    .filter(Boolean),
);

/** Everyday words that are no names and no misspelt words of the grammar. */
const PLAIN = `
af alle alt andet anden at bare begge bedt beder bed ben bil blev blive bliver bod bor da dem den denne der deres det dette dog du dig
eller ellers en et enig enige endnu end engang ene eneste fast fat fik faa faaet faar fin fint flere flest for foer fordel fordelt forsoeg forslag foerste fleste
faerdig gang gange gav giver give gjort gjorde god godt gode gaa gaar gik goer goere ham han hans havde hedder hele helt hende hendes her hen
hjem hjaelp hjaelpe hun hvad hvem hver hvis hvor hvordan hvornaar hoere hoerer hoerte i iflg ifoelge imod ind inde inden ja job jobs jobbet
kan ker kl klar klart komme kommer kom kun kunne kort kaffe lade lav lave laver lavet lidt lige lille lukker laenge mange meget men mens mener mere
mig min mit mine mindst hoejst max min maa maaske mod mens naa naar nede ned nogen noget nogle nu ny nye nyt nok naesten om omkring op oppe ord ogsaa over
par paa per pr pt plads pladser planen problem positiv positive planche rigtig rundt saa samme sammen samtale se ser ses set selv siden sig
siger sige sagde sagt sin sit skulle skylder slet snart som spurgte spurgt spoerger staar start starter stadig stedet stoer stort store stor sted sidder svare syg syge
tid tidligere tidligst tidlig tilbud tog tror tro taenke taenker tak tid under ud ude udgang ugentlig uge ung unge ved venter vente
vedr ang vedroerende via virksomhed virksomheden virker vist vidste vores vaere vaeret var ved vejen vil vaek aar aaben aabner aabent aften
adresse adresser aftale aftalen afventer alene ansaettelse ansat ansoegning ansoegningsfrist arbejde arbejder bedre borger borgeren borgere borgers brugt bruges chef chefen
direktoer direktoeren ejer ejeren ejerne fabrik faktura ferie firmaer frist frokost hus huset husker info information jobcenter jobcentret jobcenteret jobstart
kasse kassen kollega kollegaen kollegaer konsulent kontor kontoret kontrakt kontrakten kontrakter koekken koekkenet kursus lager lageret lagret leder lederen loen
mester mesteren nummer nyt ok opgave opgaver opslag opslaget opsagt oplyst oplyser papirer papir postkasse postkassen produktion produktionen
reception receptionen regn rengoering ringetid saeson saesonen sag sagen sagsnr sagsbehandler stilling stillinger tider tillidsmand travl travlt tur underskrift
vagt vare varer vask vikar vikaren vilkaar vinter weekend aarsag cpr cvr ean pnr p-nr p-nummer ean-nr cvr-nr cpr-nr pnummer cpr-nummer cprnr personnummer fuldtid fulltime full deltid
hej hallo godmorgen goddag hilsen mvh venlig testing test hilsner haaber held lykke fortsat
need yet had a the with and for of in on at asap i'm want not left hours full time from about talk talked meet said says site
bindestreg skraastreg streg komma punktum
besked brugen bud boern daglig dagen dagligt dels dertil derfor direkte efterfoelgende ekstra enkelt erfaring fremover forventer fortalte
folder folderen brochure pjece materiale materialet faelles gerne godkendt gennem glad glade hej hjertelig holde holder hurtigt imellem imens indtil indenfor ift interessant iorden kender kendskab
koerer koere koert laeser laert loebende loeber mellem mulighed muligheder muligvis maade ordning personlig planer praktisk reelt rykket samarbejde samarbejdet
sidste skift skrevet snarest spaendende stil stille sikkert straks svaert taet tilfreds tilfredse trives truffet traf traeffes udenfor uheldigvis vaeksten vokset
vejr vente vigtig vigtigt villig villige vaerksted vaerkstedet oevrigt aarligt husk haandvaerker kunde kunder bestilling opstart opstartsmoede forbi ung ungarbejder
betaler betale alligevel derefter derpaa bagefter foernaevnte desuden dernaest ingensteds altid ofte bagved uvist umiddelbart foreloebig foreloebigt
medio primo ultimo ds dd mdl daglig gdag godnat farvel undskyld rettelse rettere nej forresten ellers vent
gaaet sat saetter bedes bedt lovede lover lovet bekraeftede bekraeftet bekraefter takker takkede glemte modtaget modtog faaet hentede hentet deltog deltager oplaering
naaet gratis trods dropper droppet orienteret orienterer sparring opdatering proevede proevet retry try luck ubesvaret eftermiddag formiddag ringes kigger snakker taler smutter moeder
glaedelig glaedeligt tillykke dejlig dejligt fantastisk quick good great nice short long brief this morning afternoon thanks please
bestilte sidelaens bil bilen kroner kr pct procent dkk
`;

export const PLAIN_WORDS: ReadonlySet<string> = new Set(PLAIN.split(/\s+/).filter(Boolean));

export function isOrdinary(key: string): boolean {
  return CANON.has(key) || PLAIN_WORDS.has(key);
}
