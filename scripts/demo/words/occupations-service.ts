/** Shops, kitchens, cleaning and personal service. The format is described in read-occupations.ts. */
export const SERVICE_OCCUPATIONS = `
# butik
trades  supermarked | toejbutik | specialbutik | byggemarked | bager | webshop
weight  12 | 12
goals  butik | butiksassistent | salg | kasse | butiksmedarbejder | detail | ekspedient
titles  butiksassistent | kassedame | kassemedarb. | ekspedient | butiksmedarbejder | salgsassistent
  +  servicemedarbejder | but.ass.
skills  kasse | exp. kassedame | kundebetjening | vareopfyldning | kassebetjening | bestilling
  +  priser og skilte | salg | svind og dato | delikatesse | opfylder | bake off | flaskerum | kasseopgørelse
certificates  hygiejnebevis :9 | førstehjælp :6:2
licences  B :40
orders  Butiksassistent | Kassemedarbejder | Varefylder, tidlig morgen | Butiksmedarbejder i weekenden
  +  Salgsassistent, deltid | Medhjælper i butik | Ekspedient til bageriet | Afløser til kassen
tasks  Du sidder i kassen og fylder op, når der er stille. | Varer på hylderne kl. 6-9, inden vi åbner.
  +  Kunderne skal mødes med et smil. | Datotjek og oprydning på lageret bagved.
  +  Skiftende vagter, planen ligger 4 uger frem. | Vi er en butik med faste kunder. | Bake-off hver morgen.
requirements  kassebetjening | kundebetjening | vareopfyldning | butikserfaring | mødestabil | smilende
wishes  kasseopgørelse | bestilling | delikatesse | engelsk | salg
learnable  kasse | vareopfyldning | bestilling | bake off | svind og dato
asks  hygiejnebevis :3
danish  A2 | A2 | B1 | B1 | PD2 | -
times  dag | dag+aften | aften+weekend | dag+weekend | weekend | dag+aften+weekend
apprentice  Salgsassistentelev
youth  Flaskedreng/flaskepige | Varefylder efter skole | Ungarbejder i butik

# koekken
trades  kantine | restaurant | hotel | foedevarer | koekken | plejecenter | daginstitution
weight  10 | 10
goals  køkken | køkkenmedhjælper | kantine | kantinemedarbejder | køkkenhjælp | opvask | madlavning
titles  køkkenmedhjælper | kantinehjælper | opvasker | køkkenmed. | ernæringsassistent | kantinemedarb.
  +  køkkenassistent | kok.medhj.
skills  opvask | anretning | smørrebrød | grøntsager/forberedelse | buffet | rengøring af køkken | egenkontrol
  +  madlavning | kold køkken | bestilling af varer | bagning | diætmad | halal | salater
certificates  hygiejnebevis :30 | hygiejnekursus :10 | hygejnebevis :5 | alm. fødevarehyg. :5
licences  B :34
orders  Køkkenmedhjælper | Opvasker | Kantinemedarbejder | Køkkenassistent | Køkkenhjælp et par timer om dagen
  +  Ernæringsassistent | Medhjælper til frokostordning | Afløser i køkkenet
tasks  Du skærer grønt, anretter salater og tager opvasken. | Frokostbuffet til 120 mand hver dag.
  +  Rengøring af køkkenet efter servering. | Madlavning fra bunden.
  +  Opvask i maskine, der er tryk på kl. 12-14. | Lille køkken, vi hjælper hinanden.
  +  Du sørger for egenkontrol og temperaturmåling.
requirements  opvask | anretning | køkkenerfaring | forberedelse af grøntsager | rengøring af køkken
  +  madlavning
wishes  smørrebrød | egenkontrol | bagning | buffet
learnable  opvask | anretning | egenkontrol | buffet
asks  hygiejnebevis :22
danish  - | - | A1 | A1 | A2 | DU2 modul 4
times  dag | dag | dag | aften | aften+weekend
apprentice  Ernæringsassistentelev
youth  Opvaskehjælp | Afrydder i kantinen

# kok
trades  restaurant | kantine | hotel | koekken
weight  3 | 5
goals  kok | souschef | kok i kantine | køkken
titles  kok | souschef | kok u. papirer | grillkok | smørrebrødsjomfru | køkkenchef
skills  varm mad | menuplanlægning | egenkontrol | á la carte | indkøb | smørrebrød | buffet | tyrkisk mad
  +  bagning | ledelse af køkken | HACCP
certificates  hygiejnebevis :62 | hygiejnecertifikat :18
licences  B :56
orders  Kok | Kok til kantine | Smørrebrødsjomfru | Kok, aften og weekend | Souschef
tasks  Varm ret, salater og smørrebrød til 80 personer. | Du står for menu og indkøb sammen med lederen.
  +  Aftenservering fredag og lørdag. | Vi laver mad fra bunden. | Dagtid, fri i weekenden.
requirements  varm mad | kok | egenkontrol | buffet
wishes  menuplanlægning | smørrebrød | indkøb
learnable  menuplanlægning | bestilling
asks  hygiejnebevis :42
danish  - | A2 | A2 | B1
times  dag | dag+aften | aften+weekend
apprentice  Kokkeelev

# servering
trades  restaurant | pizzeria | hotel | bager
weight  4 | 6
goals  tjener | café | servering | restaurant | barista
titles  tjener | servitrice | cafémedarb. | barista | pizzabager | grillmedarb. | receptionist hotel | stuepige
skills  servering | kaffe/barista | kundebetjening | kasse | oprydning | pizza | grill | engelsk | bordopdækning
  +  travle vagter
certificates  hygiejnebevis :16
licences  B :34
orders  Tjener | Cafémedarbejder | Afrydder, weekend | Servering, enkelte aftener
narrow  Pizzabager | pizza | Pizza og grill, travlt mellem 17 og 20.
narrow  Grillmedarbejder | grill, kundebetjening | Burgere og grill, du passer også kassen.
narrow  Stuepige | rengøring, hotelrengøring | Rengøring af værelser efter liste. / Du starter kl. 8, og vi spiser frokost sammen.
tasks  Servering og afrydning. | Du tager imod bestillinger og passer kassen. | Travlt mellem 17 og 20.
  +  Ungt hold, god stemning.
requirements  servering | kundebetjening | mødestabil | kasse
wishes  engelsk | barista | kasse
learnable  kasse | kaffe | bordopdækning | grill
danish  A1 | A2 | A2 | B1 | -
times  aften+weekend | aften | weekend | dag | dag+aften+weekend
youth  Afrydder | Isbod og oprydning

# rengoering
trades  rengoering | vinduer | hotel | plejecenter | skole | daginstitution | forvaltning | fitness
weight  15 | 14
goals  rengøring | rengøringsassistent | rengøringsjob | rengøring morgen | serviceassistent | trappevask
titles  rengøringsassistent | rengøringsmedarb. | rengøringshjælp | rengøringsdame | serviceassistent
  +  trappevasker | vinduespudser | stuepige
skills  kontorrengøring | trappevask | gulvvask | toiletter | vinduespolering | gulvvaskemaskine
  +  hovedrengøring | rengørring | mopning | hotelrengøring | støvsugning | INSTA 800 | rengøring på skole
  +  rengøringsvogn
certificates  rengøringshygiejne :8 | INSTA 800 :3 | hygiejnebevis :4 | førstehjælp :3:2
licences  B :30
orders  Rengøringsassistent | Rengøring, tidlig morgen | Serviceassistent | Rengøringsassistent, 15 timer
  +  Rengøring, eftermiddag | Aftenrengøring på kontor
narrow  Trappevasker | trappevask | Trappevask i boligblokke efter fast plan.
narrow  Vinduespolerer | vinduespolering | Butiksruder og kontorer efter fast rute.
tasks  Mødetid kl. 5-8 på hverdage. | Arbejdet følger en fast plan. | Gulve, toiletter og køkkener.
  +  Du arbejder alene, men chefen kommer forbi hver uge. | Samme lokaler hver dag, du får dit eget område.
  +  Vi bruger gulvvaskemaskine på de store arealer. | Nøgler udleveres, derfor ren straffeattest.
requirements  rengøring | kontorrengøring | gulvvask | selvstændig | trappevask | mødestabil | ren straffeattest
wishes  gulvvaskemaskine | rengøringshygiejne | INSTA 800 | vinduespolering
learnable  gulvvaskemaskine | rengøring | INSTA 800 | trappevask
drives  B :20
danish  - | - | A1 | A1 | A2 | DU1 modul 4
times  dag | dag | dag+aften | aften | nat | dag+weekend
apprentice  Serviceassistentelev

# vaskeri
trades  vaskeri | hotel | plejecenter
weight  3 | 3
goals  vaskeri | tekstil | syer | vaskerimedarbejder
titles  vaskerimedarb. | syerske | skrædder | vaskeriassistent
skills  tøjsortering | strygning | syning | rulle | foldning | industrivask | reparation af tøj
licences  B :28
orders  Vaskerimedarbejder | Medhjælper i vaskeriet | Linnedmedarbejder | Sortering og foldning
tasks  Sortering, foldning og pakning af linned. | Stående arbejde ved rullen.
  +  Varmt om sommeren, men roligt tempo. | Faste dage, vi kan aftale timerne.
requirements  tøjsortering | foldning | kan arbejde stående
wishes  strygning | industrivask | syning
learnable  rulle | foldning | industrivask
danish  - | - | A1
times  dag

# bager
trades  bager | broedfabrik
weight  2 | 4
goals  bager | bageri | konditor | bagerbutik
titles  bager | bagersvend | bagerjomfru | konditor | bagerimedhjælper
skills  bagning | dej | wienerbrød | kager | ekspedition | pakning af brød | tidligt op
certificates  hygiejnebevis :26
licences  B :40
orders  Bagersvend | Medhjælper i bageriet, nat
narrow  Ekspedient i bagerbutik | ekspedition, kasse | Ekspedition i butikken, også lørdag og søndag.
narrow  Pakker på brødfabrik | pakning af brød | Pakning ved bånd om natten.
tasks  Du møder kl. 3 og har fri kl. 10. | Dej, ovn og pakning. | Ekspedition i butikken lørdag og søndag.
  +  Vi bager alt selv.
requirements  bagning | pakning af brød | mødestabil | ekspedition
wishes  wienerbrød | kager | dej
learnable  dej | ekspedition | pakning af brød
asks  hygiejnebevis :8
danish  - | A1 | A2 | B1
times  nat | dag | dag+weekend | nat+weekend
apprentice  Bagerlærling
youth  Hjælper i bagerbutik, lørdag

# frisoer
trades  frisoer | skoenhed | fitness
weight  2 | 2
goals  frisør | barber | salon | skønhedspleje
titles  frisør | barber | frisørassistent | kosmetolog | receptionist fitness
skills  herreklip | farve | hårvask | kundebetjening | bookning | skæg | negle | rengøring af salon
certificates  førstehjælp :6:2
licences  B :36
orders  Frisør | Barber | Medhjælper i salon
narrow  Receptionist i fitnesscenter | kundebetjening, bookning | Check-in og oprydning i centret.
tasks  Klip og skæg, mest uden tidsbestilling. | Du vasker hår, fejer og tager telefonen. | Faste kunder.
requirements  herreklip | kundebetjening | bookning
wishes  skæg | farve
learnable  bookning | hårvask
danish  A1 | A2 | B1
times  dag | dag+weekend | aften+weekend
apprentice  Frisørelev
youth  Hjælper i salon efter skole

# vagt
trades  vagt
weight  2 | 3
goals  vagt | vægter | sikkerhed | parkeringsvagt
titles  vagt | vægter | dørmand | parkeringsvagt | kontrollør
skills  konflikthåndtering | rundering | rapportskrivning | adgangskontrol | receptionsvagt | brandvagt
  +  kundeservice
certificates  vagtkort :46:5 | dørmandsbevis :10 | førstehjælp :30:2 | elementær brandbekæmpelse :14:5
licences  B :72
orders  Vagt | Vægter til natrunder | Receptionsvagt
narrow  Brandvagt | brandvagt | Vagt på byggepladser hvor der er varmt arbejde.
tasks  Rundering på erhvervsområder om natten. | Adgangskontrol og rapport.
  +  Skiftende vagter, 3 dage på og 3 af. | Ren straffeattest er et krav fra politiet.
requirements  konflikthåndtering | rundering | ren straffeattest
wishes  rapportskrivning | receptionsvagt | engelsk
learnable  rapportskrivning | adgangskontrol
asks  vagtkort :40 | førstehjælp :10
drives  B :42
danish  B1 | PD2 | B1 | A2
times  nat | aften+nat | dag+aften+nat | dag
`;
