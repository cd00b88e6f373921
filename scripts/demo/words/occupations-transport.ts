/** Transport, warehouse and industry. The format is described in read-occupations.ts. */
export const TRANSPORT_OCCUPATIONS = `
# lager
trades  lager | spedition | engros_mad | engros_byg | engros_maskiner | agentur | webshop | byggemarked
  +  vognmand
weight  16 | 16
goals  lager | lagermedarbejder | lagerarbejde | lager og logistik | ordreplukker | lagermand | pakkeri
titles  lagermedarbejder | lagerarb. | ordreplukker | terminalarbejder | lagermand | pakkemedarbejder
  +  lagerekspedient
skills  ordrepluk | pluk og pak | varemodtagelse | pakning | scanner | håndterminal | lagerstyring | SAP EWM
  +  kørt truck | læsse/losse | optælling | voice-pluk | reachtruck | palletering | status på lager
  +  modtagekontrol | stregkodescanner | gods
certificates  truckcert. B :22 | truck B :14 | gafeltruck :6 | gaffeltruckcertifikat B :9 | stabler A :6
  +  reachtruck :5 | ADR :2:5 | førstehjælp :6:2
licences  B :48 | BE :3 | C :3
orders  Lagermedarbejder | Lagermedarbejder til varemodtagelsen | Ordreplukker | Plukker/pakker til travlt lager
  +  Pakkemedarbejder | Medhjælper til lageret
narrow  Truckfører med B-certifikat | kan køre truck, erfaring fra lager | Du kører gaffeltruck det meste af dagen. / Varer på plads i høje reoler. / Læsse og losse biler. | gaffeltruckcertifikat B
narrow  Terminalarbejder, aften | terminalarbejder, læsse/losse | Sortering af gods på terminalen. / Biler skal være tømt kl. 22.
tasks  Du plukker og pakker ordrer med scanner. | Varemodtagelse, kontrol og på plads i reoler.
  +  Læsse og losse biler. | Tempoet er højt op mod kl. 15 hvor bilerne kører.
  +  Optælling af lager én gang om måneden. | En del tunge kolli, vi har løftegrej.
  +  Vi er 12 på lageret og har en god omgangstone. | Oplæring i vores system. | Gaffeltruck bruges hver dag.
requirements  ordrepluk | varemodtagelse | erfaring fra lager | pluk og pak | kan køre truck | mødestabil
wishes  lagerstyring | SAP EWM | reachtruck | håndterminal | erfaring fra terminal | engelsk
learnable  scanner | lagerstyring | håndterminal | voice-pluk | pakning
asks  truck B :26 | gaffeltruckcertifikat B :12 | stabler A :5
drives  B :10
danish  - | - | A1 | A2 | A2 | B1 | PD1
times  dag | dag | dag+aften | aften | nat | dag+weekend
apprentice  Lager- og logistikelev

# lastbil
trades  vognmand | engros_byg | renovation | anlaeg | bus
weight  5 | 7
goals  chauffør | lastbilchauffør | chauffør C/CE | distributionschauffør | kranbilchauffør
titles  chauffør | lastbilchauffør | distributionschauffør | renovationschauffør | chauffør CE | godschauffør
skills  distributionskørsel | kørt lastbil | lift | palleløfter | kranbil | køre-hviletid | fartskriver
  +  surring af gods | varekendskab | kundekontakt | ruteplanlægning | hængertræk | renovation
certificates  CUB :34:5 | kode 95 :16:5 | chaufførkort :30:5 | digitalt førerkort :14:5 | ADR :16:5
  +  krancertifikat :8 | truck B :18
licences  B :98 | C :82 | CE :44 | BE :14 | D :7
orders  Chauffør C | Chauffør C/CE til distribution | Lastbilchauffør i dagkørsel | Chauffør med kran
  +  Distributionschauffør, tidlig morgen
narrow  Renovationschauffør | renovation, chauffør | Tømning af containere efter fast rute. / Du møder kl. 5 og er færdig midt på eftermiddagen.
tasks  Fast rute på Sjælland, hjemme hver dag. | Du møder kl. 5 og er færdig midt på eftermiddagen.
  +  Af- og pålæsning med lift og palleløfter. | Kundekontakt, så du skal kunne gøre dig forståelig.
  +  Nyere biler med automatgear. | Ordnede forhold og overenskomst.
  +  Kranen kan vi lære dig, hvis du har kortet til bilen.
requirements  distributionskørsel | kendskab til køre-hviletid | chauffør | kundekontakt
wishes  ADR | kranbil | hængertræk | erfaring som chauffør | kendskab til storkøbenhavn
learnable  lift | fartskriver | ruteplanlægning | renovation
asks  CUB :52 | chaufførkort :34 | ADR :8
drives  C :66 | CE :30
danish  - | A2 | A2 | B1 | PD2
times  dag | dag | dag+nat | nat
apprentice  Godschaufførelev

# varebil
trades  kurer | vognmand | bager | engros_mad | vaskeri | kantine | webshop
weight  8 | 8
goals  chauffør varebil | varebilschauffør | pakkebud | kørsel | bud | chauffør (B)
titles  varebilschauffør | pakkebud | kurér | bud | avisbud | leveringschauffør | madbud | chauffør
skills  pakkelevering | kendskab til Storkøbenhavn | kundekontakt | håndterminal | kørsel m. varevogn
  +  ruteplanlægning | læsse/losse | GPS | levering af varer | selvstændig
certificates  VUB :12:5 | førstehjælp :5:2 | taxakort :6:5
licences  B :96 | BE :12 | C :4
orders  Varebilschauffør | Pakkebud | Chauffør til brødkørsel, nat | Bud i eget kvarter
  +  Chauffør til kantinelevering | Kurér, dag
tasks  Du kører varer ud i Storkøbenhavn i vores varevogn. | Ca. 70 stop om dagen.
  +  Pakker og kasser op til 20 kg. | Du skal kunne læse en adresseliste og ringe til kunden.
  +  Fast bil og fast rute. | Vi starter med en uges sidemandsoplæring.
requirements  pakkelevering | kundekontakt | kendskab til Storkøbenhavn | mødestabil | varebilschauffør
wishes  erfaring som bud | ruteplanlægning | engelsk
learnable  håndterminal | ruteplanlægning | pakkelevering
asks  VUB :6
drives  B :96
danish  - | A1 | A2 | A2 | B1
times  dag | dag | dag+aften | nat | weekend

# bus
trades  bus | taxi
weight  3 | 3
goals  buschauffør | flextrafik | taxa | chauffør bus | handicapkørsel
titles  buschauffør | taxachauffør | chauffør bus | flexchauffør | handicapchauffør
skills  personbefordring | kundeservice | billettering | handicapkørsel | trappemaskine | konfliktnedtrapning
  +  kender byen | liftbus
certificates  BAB 1 :24 | BAB 2 :14 | CUB bus :38:5 | taxakort :34:5 | førstehjælp :34:2 | chaufførkort :26:5
licences  B :99 | D :66 | C :12
orders  Buschauffør | Chauffør til flextrafik | Chauffør til handicapkørsel | Buschauffør, weekend
narrow  Taxachauffør | personbefordring, kender byen | Kørsel i Storkøbenhavn, egen vogn på vagten.
tasks  Kørsel af borgere til og fra dagtilbud og læge. | Rutekørsel på Vestegnen i skiftende vagter.
  +  Du skal kunne lide mennesker og bevare roen. | Vi betaler uniform og kursus.
  +  Du hjælper folk ind og ud af bilen.
requirements  personbefordring | kundeservice | buschauffør
wishes  handicapkørsel | konfliktnedtrapning | trappemaskine
learnable  billettering | liftbus | trappemaskine
asks  førstehjælp :24 | BAB 1 :18
drives  D :48 | B :52
danish  A2 | B1 | PD2 | B1
times  dag | dag+aften | aften+weekend | dag+aften+weekend

# produktion
trades  foedevarer | broedfabrik | plast | trykkeri | elektronik | moebel | maskinfabrik
weight  9 | 9
goals  produktion | produktionsmedarbejder | fabriksarbejde | operatør | pakkeri | montage
titles  produktionsmedarbejder | operatør | fabriksarbejder | maskinoperatør | pakkeriarb. | montagearbejder
  +  procesoperatør | ufagl. produktion
skills  samlebånd | pakning | maskinpasning | kvalitetskontrol | montage | lodning | lean | 5S | skiftehold
  +  fødevarehygiejne | stikprøver | omstilling af maskiner | GMP | emballering | sprøjtestøb
certificates  hygiejnebevis :16 | hygejnebevis :4 | truck B :10 | GMP-kursus :6 | epoxykursus :3
licences  B :42
orders  Produktionsmedarbejder | Medarbejder til pakkeriet | Operatør til skiftehold
  +  Produktionsmedarbejder, aften | Montagemedarbejder | Medhjælper i produktionen | Maskinoperatør
tasks  Arbejde ved bånd, du pakker og kontrollerer varerne. | Du passer en maskine og fylder materialer på.
  +  Stående arbejde hele dagen. | Vi arbejder i hold på 4-5 mand.
  +  Hygiejneregler skal overholdes, vi giver tøjet. | Faste arbejdstider, fri fredag kl. 13.
  +  Montage af små dele, du skal have gode hænder. | Ensformigt men roligt arbejde.
requirements  produktionserfaring | maskinpasning | pakning | kan arbejde stående | kvalitetskontrol | montage
  +  mødestabil
wishes  lean | truck | skiftehold | fødevarehygiejne | GMP
learnable  maskinpasning | pakning | kvalitetskontrol | montage | stikprøver
asks  hygiejnebevis :10 | truck B :5
danish  - | - | A1 | A1 | A2 | DU2 modul 3
times  dag | dag | dag+aften | aften | nat
apprentice  Industrioperatørelev

# smed
trades  smed | maskinfabrik | stillads
weight  3 | 5
goals  smed | svejser | klejnsmed | CNC-operatør | industritekniker | metal
titles  smed | klejnsmed | svejser | CO2-svejser | CNC-operatør | maskinarbejder | smedearbejdsmand
skills  MAG 135 | CO2-svejs | TIG | tegningslæsning | vinkelsliber | plade | bukning | CNC fræser | drejer
  +  opmåling | montage | rustfri svejs | bearbejdningscenter | autogen
certificates  § 26 :26 | §26 svejs :16 | varmt arbejde :20:5 | EN 9606-1 :12:2 | truck B :22 | krancertifikat :6
licences  B :74 | BE :8
orders  Klejnsmed | Smedesvend til værksted og montage | Medhjælper på smedeværksted
narrow  Svejser MAG/TIG | MAG 135, TIG | Svejsning af stålkonstruktioner på værkstedet.
narrow  CNC-operatør | CNC, tegningslæsning | Betjening af drejebænk og fræser, små serier. / Du retter til og måler selv efter.
narrow  Industritekniker | CNC fræser, drejer | Små serier, du sætter selv op.
tasks  Svejsning af stålkonstruktioner på værkstedet. | Montage hos kunder et par dage om ugen.
  +  Du læser selv tegning og retter til. | Betjening af drejebænk og fræser, små serier.
  +  Oprydning, slibning og hjælp til svendene. | Vi er 8 mand og spiser frokost sammen.
requirements  MAG 135 | tegningslæsning | TIG | smed | CNC | montage
wishes  rustfri svejs | truck | opmåling | bearbejdningscenter
learnable  plade | bukning | vinkelsliber
asks  § 26 :16 | varmt arbejde :12
drives  B :22
danish  - | A2 | A2 | B1
times  dag
apprentice  Smedelærling

# flytning
trades  flytning | renovation | vognmand
weight  4 | 4
goals  flyttemand | flytning | fysisk arbejde | skraldemand | arbejdsmand
titles  flyttemand | flyttehjælper | skraldemand | renovationsmedarb. | arbejdsmand
skills  tunge løft | pakning | adskille møbler | kundekontakt | kørsel m. varevogn | sortering af affald
  +  god fysik
certificates  truck B :7 | førstehjælp :4:2
licences  B :62 | C :8 | BE :10
orders  Flyttemand | Flyttehjælper, enkelte dage | Medhjælper på renovationsbil
narrow  Skraldemand | god fysik, renovation | Afhentning af affald i hold på to. / Vi møder kl. 6 på pladsen.
narrow  Sorteringsmedarbejder | sortering af affald | Sortering af affald på båndet. / Stående arbejde inde i hal.
tasks  Flytning for private og firmaer. | Du bærer møbler og kasser, så ryggen skal være i orden.
  +  Vi møder kl. 7 på pladsen. | Sortering af affald på båndet. | Det er frisk luft og hårdt arbejde.
requirements  tunge løft | god fysik | mødestabil | flyttemand
wishes  kundekontakt | adskille møbler | kørsel med varevogn
learnable  pakning | sortering af affald
drives  B :30
danish  - | - | A1 | A2
times  dag | dag+weekend

# auto
trades  autovaerksted
weight  3 | 4
goals  mekaniker | automekaniker | bilvask | dækmontør | værksted
titles  mekaniker | automekaniker | dækmontør | klargører | værkstedsmedhjælper | pladesmed
skills  hjulskifte | bremser | fejlsøgning | klargøring af biler | bilvask | olieskift | udstødning
  +  kundekontakt | pladearbejde | fejlkoder
certificates  kølemiddelcertifikat :6 | liftkort :3 | § 26 :7
licences  B :84 | BE :8
orders  Mekaniker | Medhjælper på autoværksted | Automekaniker med svendebrev
narrow  Dækmontør i sæsonen | hjulskifte | Hjulskifte på løbende bånd i 6 uger.
narrow  Klargører | klargøring af biler, bilvask | Du vasker og gør biler klar til kunden.
tasks  Service og reparation af personbiler, alle mærker. | Hjulskifte og klargøring.
  +  Du vasker og gør biler klar til kunden. | Oprydning på værkstedet og hente reservedele.
  +  Lille værksted med 4 mand.
requirements  hjulskifte | bremser | mekaniker | klargøring af biler
wishes  fejlsøgning | kundekontakt | pladearbejde
learnable  olieskift | hjulskifte | bilvask | fejlkoder
drives  B :58
danish  - | A2 | A2 | B1
times  dag
apprentice  Automekanikerlærling
youth  Bilvasker | Medhjælper på værksted efter skole
`;
