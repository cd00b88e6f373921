/** Care, children, schools, offices and IT. The format is described in read-occupations.ts. */
export const VELFAERD_OCCUPATIONS = `
# sosu
trades  hjemmepleje | hjemmepleje_k | plejecenter | bosted | bosted_k
weight  8 | 11
goals  sosu | sosu-hjælper | SOSU hj. | plejehjem | hjemmepleje | ældrepleje | social- og sundhedshjælper
titles  sosu-hjælper | SOSU hj. | sygehjælper | hjemmehjælper | ufaglært sosu | plejehjemsafløser | SSA
  +  handicaphjælper | social- og sundhedsass.
skills  personlig pleje | praktisk hjælp | forflytning | demens | dokumentation | medicin | omsorg
  +  rehabilitering | aftenvagter | madlavning | palliation | Nexus | rengøring hos borger
certificates  forflytningskursus :26 | medicinkursus :12 | førstehjælp :24:2 | SSH-bevis :20
  +  autorisation SSA :7 | demenskursus :10
licences  B :44
orders  Social- og sundhedshjælper | Ufaglært afløser til plejehjem | Sosu-assistent
  +  Medarbejder til hjemmeplejen, aften | Sosu-hjælper til demensafsnit | Ferieafløser i ældreplejen
narrow  Handicaphjælper | personlig pleje, praktisk hjælp | Hjælp til en ung mand i eget hjem, aften og weekend.
narrow  Værtinde på plejecenter | omsorg, smilende | Du sidder hos beboerne, dækker bord og går ture.
tasks  Personlig pleje og praktisk hjælp hos borgere. | Du har tid til at lære beboerne at kende.
  +  Cykel eller bil mellem borgerne. | Dokumentation i Nexus. | Hver anden weekend.
  +  Du sidder hos beboerne, dækker bord og går ture. | Oplæring med følgevagter i to uger.
requirements  personlig pleje | omsorg | sosu-hjælper | praktisk hjælp | forflytning | mødestabil
wishes  demens | dokumentation | medicin | aftenvagter | rehabilitering
learnable  dokumentation | forflytning | Nexus | personlig pleje
asks  SSH-bevis :8 | autorisation SSA :4 | forflytningskursus :5
drives  B :16
danish  B1 | B1 | PD2 | A2 | B2 | DU3 modul 4
times  dag | dag+aften | aften+weekend | dag+weekend | nat | dag+aften+weekend
apprentice  Social- og sundhedshjælperelev

# boern
trades  daginstitution | sfo | privatboern | skole | friskole
weight  9 | 9
goals  pædagogmedhjælper | børnehave | vuggestue | PMH | SFO | pæd.medhj. | arbejde med børn | klub
titles  pædagogmedhjælper | pæd.medhj. | dagplejer | vikar i børnehave | PAU | klubmedarbejder | skolevikar
  +  støttepæd.
skills  leg og aktiviteter | bleskift | forældrekontakt | ture ud af huset | madpakker | konflikter mellem børn
  +  højtlæsning | kreative ting | motorik | omsorg | specialbørn | legeplads
certificates  førstehjælp :32:2 | førstehjælp børn :12:2 | hygiejnebevis :5
licences  B :40
orders  Pædagogmedhjælper | Pædagogmedhjælper til vuggestue | Vikar i børnehave | Medhjælper i SFO, eftermiddag
  +  Klubmedarbejder | Pædagogisk assistent | Ekstra hænder i børnehuset
tasks  Leg, omsorg og ture med børnene. | Du hjælper ved måltider og bleskift.
  +  Eftermiddage i SFO, hal og værksted. | Vi arbejder tæt sammen på stuen. | Børneattest indhentes.
  +  Du skal kunne tale med forældrene i garderoben.
requirements  leg og aktiviteter | omsorg | erfaring med børn | pædagogmedhjælper | stabil
wishes  motorik | kreative ting | forældrekontakt | højtlæsning
learnable  bleskift | ture ud af huset | forældrekontakt
asks  førstehjælp :5
danish  B1 | B1 | PD2 | A2 | B2
times  dag | dag | dag | dag+aften
apprentice  PAU-elev (pædagogisk assistent)
youth  Legeven i SFO | Hjælper i klubben

# kontor
trades  revisor | konsulent | ingenioer | forvaltning | spedition | engros_maskiner | laege | reklame | forening
  +  skole | vikar
weight  10 | 10
goals  kontor | kontorassistent | administration | HK-arbejde | reception | kundeservice | lægesekretær
titles  kontorassistent | sekretær | adm. medarb. | receptionist | kundeservicemedarb. | kontorelev
  +  lægesekretær | kontorass. | HK
skills  word og excel | office-pakken | telefonpasning | journalisering | mails | kundeservice | scanning | KMD
  +  SBSYS | mødebookning | ordrebehandling | referater | excel | arkiv | basal IT
certificates  pc-kørekort :6 | førstehjælp :4:2
licences  B :56
orders  Kontorassistent | Receptionist | Administrativ medarbejder, deltid | Kundeservicemedarbejder
  +  Telefon og mail, formiddag
narrow  Kontormedhjælper til scanning | scanning, basal IT | Scanning og journalisering af gamle sager. / Rolige omgivelser, eget skrivebord.
narrow  Sekretær i lægehus | telefonpasning, lægesekretær | Telefon, tidsbestilling og breve.
narrow  Ordrekontor | ordrebehandling, telefonpasning | Ordrer tastes ind og sendes til lageret.
tasks  Telefon, mails og kalender. | Scanning og journalisering af gamle sager.
  +  Ordrer tastes ind og sendes til lageret. | Du er den første, kunderne møder.
  +  Vi bruger Office og vores eget system. | Rolige omgivelser, eget skrivebord.
  +  Referater og mødebookning for ledelsen.
requirements  word og excel | telefonpasning | kundeservice | kontorassistent | ordrebehandling | journalisering
  +  god skriftlig dansk
wishes  excel | engelsk | referater | SBSYS | mødebookning
learnable  journalisering | scanning | ordrebehandling | telefonpasning
danish  B1 | B2 | PD3 | B2 | PD2 | C1
times  dag
apprentice  Kontorelev

# bogholder
trades  revisor | engros_mad | engros_maskiner | elektriker | vognmand | ejendom | forvaltning
weight  3 | 5
goals  bogholder | regnskab | løn | økonomi | bogholderi
titles  bogholder | regnskabsass. | lønbogholder | debitorbogholder | økonomiass. | revisorass.
skills  debitor/kreditor | e-conomic | Navision | afstemning | moms | excel | løn | Danløn | fakturering
  +  årsregnskab | Business Central
licences  B :68
orders  Bogholder | Bogholder, 15-20 timer | Debitorbogholder | Regnskabsassistent
narrow  Lønmedarbejder | løn, Danløn | Løn til 40 mand hver 14. dag.
tasks  Daglig bogføring i e-conomic. | Fakturering og rykkere. | Løn til 40 mand hver 14. dag.
  +  Moms og afstemning, revisor laver resten. | Fleksibel arbejdstid.
requirements  debitor/kreditor | bogholder | afstemning | excel
wishes  e-conomic | løn | moms | Business Central
learnable  e-conomic | fakturering
danish  B1 | B2 | PD3
times  dag

# it
trades  it | software | elektronik | forvaltning | reklame
weight  4 | 6
goals  it-support | IT | datatekniker | webudvikler | programmør | it-supporter | grafiker
titles  it-supporter | helpdesk | datatekniker | udvikler | webudvikler | PC-tekniker | systemadministrator
  +  grafisk designer
skills  helpdesk | Windows | netværk | Office 365 | Active Directory | javascript | python | C# | SQL
  +  wordpress | fejlsøgning | Cisco | klargøring af pc | Photoshop | Azure | HTML/CSS
certificates  CCNA :10:3 | ITIL :12 | Microsoft-certificering :8:2
licences  B :52
orders  IT-supporter | Helpdesk, 1. linje | Klargøring af pc'er
narrow  Webudvikler | javascript, HTML/CSS | Udvikling af vores webshop sammen med to andre.
narrow  Softwareudvikler | C#, SQL | Udvikling i lille team, opgaver hos faste kunder.
narrow  Datatekniker | netværk, Windows | Opgaver i Azure og netværk. / Du skifter udstyr ude hos brugerne.
narrow  Grafiker/web, deltid | Photoshop, wordpress | Opdatering af hjemmeside og nyhedsbrev.
tasks  Support på telefon og mail. | Klargøring af bærbare til nye brugere.
  +  Udvikling af vores webshop sammen med to andre. | Du skifter udstyr ude hos brugerne.
  +  Opgaver i Azure og netværk. | Opdatering af hjemmeside og nyhedsbrev.
requirements  helpdesk | Windows | fejlsøgning | javascript | it-supporter | netværk
wishes  Azure | SQL | python | engelsk | wordpress
learnable  klargøring af pc | Office 365 | wordpress
drives  B :10
danish  A2 | B1 | B2 | PD3
times  dag
apprentice  Datateknikerelev

# klinik
trades  tandlaege | laege | fysioterapi
weight  2 | 3
goals  klinikassistent | tandklinikassistent | lægehus | sundhedssekretær
titles  klinikassistent | tandlægeass. | lægesekretær | sygeplejerske (ikke dk) | receptionist klinik
skills  patientkontakt | journal | telefon | sterilisering | blodprøver | bookning | hygiejne | røntgen
certificates  førstehjælp :26:2 | røntgenkursus :12
licences  B :46
orders  Klinikassistent | Lægesekretær | Medhjælper på klinik
narrow  Receptionist i fysioterapi | bookning, telefon | Modtage klienter og svare telefon.
tasks  Modtage patienter og svare telefon. | Gøre klar mellem patienterne, sterilisering.
  +  Journal og recepter efter lægens anvisning. | Lille klinik med 5 ansatte.
requirements  patientkontakt | bookning | telefon | klinikassistent
wishes  journal | sterilisering | hygiejne
learnable  sterilisering | journal | bookning
danish  B1 | B2 | PD3
times  dag
apprentice  Tandklinikassistentelev

# salg
trades  engros_byg | engros_maskiner | vikar | autovaerksted | it | toejbutik
weight  3 | 4
goals  salg | sælger | intern salg | telefonsalg | kundeservice
titles  sælger | telefonsælger | intern sælger | salgskonsulent | kundekonsulent | phoner
skills  kundekontakt | mersalg | tilbud | mødebookning | CRM | telefon | engelsk | varekendskab | messer
licences  B :74
orders  Intern sælger | Sælger til engros | Kundekonsulent
narrow  Telefonsælger/mødebooker | mødebookning, telefon | Du booker møder til vores kørende sælgere.
tasks  Tilbud og opfølgning pr. telefon. | Du booker møder til vores kørende sælgere.
  +  Ekspedition af håndværkere i disken. | Fast løn plus bonus.
requirements  kundekontakt | salg | telefon
wishes  CRM | engelsk | tilbud | varekendskab
learnable  CRM | varekendskab | tilbud
drives  B :20
danish  B1 | B2 | PD3
times  dag | dag+aften
`;
