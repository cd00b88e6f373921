/** Building, construction, green areas and property. The format is described in read-occupations.ts. */
export const BYG_OCCUPATIONS = `
# toemrer
trades  toemrer | entreprenoer | tag | gulv | moebel
weight  3 | 6
goals  tømrer | snedker | tømrer/snedker | gulv | håndværk
titles  tømrer | tømrersvend | snedker | tømrermedhjælper | gulvlægger | tagdækker
skills  gipsvægge | tagarbejde | gulve | vinduer og døre | isolering | rundsav | opmåling | lister
  +  køkkenmontage | forskalling | tagpap | tegningslæsning
certificates  rullestillads :22 | stilladskort :10 | varmt arbejde :16:5 | asbestkursus :7 | epoxykursus :8
  +  liftkort :12
licences  B :82 | BE :18
orders  Tømrersvend | Tømrer til renovering | Medhjælper til tømrersjak | Snedker til montage
narrow  Gulvlægger | gulve, opmåling | Trægulve og linoleum i lejligheder og kontorer.
narrow  Tagdækker | tagpap, tagarbejde | Nyt tag på rækkehuse hele efteråret.
tasks  Renovering af lejligheder på Vestegnen. | Udskiftning af vinduer og døre.
  +  Du arbejder sammen med to svende. | Nyt tag på rækkehuse hele efteråret.
  +  Der skal slæbes plader, så du skal være frisk. | Firmabil stilles til rådighed.
requirements  gipsvægge | tagarbejde | tømrer | vinduer og døre | gulve
wishes  køkkenmontage | isolering | tegningslæsning
learnable  isolering | lister | gipsvægge
asks  rullestillads :10 | varmt arbejde :8
drives  B :42
danish  - | A2 | A2 | B1
times  dag
apprentice  Tømrerlærling

# maler
trades  maler
weight  3 | 4
goals  maler | bygningsmaler | malerarbejde | håndværk
titles  maler | malersvend | malerarbejdsmand | spartler | hjælper hos maler
skills  spartling | tapet | sprøjtemaling | afdækning | facademaling | slibning | lofter og vægge | fuge
  +  lakering
certificates  rullestillads :24 | liftkort :16 | epoxykursus :22
licences  B :70
orders  Malersvend | Maler | Medhjælper til malerfirma | Maler/spartler | Maler til facader, sommer
tasks  Fraflytningslejligheder, væg og loft. | Afdækning, spartling og oprydning.
  +  Vi arbejder for boligselskaber i Albertslund. | Du får vores tøj og værktøj.
  +  Pænt arbejde er vigtigere end tempo.
requirements  spartling | maler | lofter og vægge | afdækning
wishes  tapet | sprøjtemaling | facademaling
learnable  afdækning | slibning | spartling
asks  rullestillads :8
drives  B :30
danish  - | - | A1 | A2
times  dag
apprentice  Malerlærling

# anlaeg
trades  anlaeg | murer | entreprenoer | stillads | driftsgaard
weight  6 | 7
goals  anlæg | jord og beton | arbejdsmand | brolægger | murerarbejdsmand | byggeplads | struktør
titles  arbejdsmand | jord- og betonarb. | murerarbejdsmand | anlægsarbejder | brolægger | betonarbejder
  +  stilladsarbejder | nedriver | maskinfører
skills  kloak | fliselægning | støbning | minigraver | gummiged | armering | nedrivning | håndlanger | mørtel
  +  stillads | afmærkning | byggepladsservice | jernbinding | asfalt | kabelgrav
certificates  vejen som arbejdsplads :24:5 | VEJ-EU :10:5 | stilladskort :14 | rullestillads :16
  +  asbestbevis :8 | truck B :18 | teleskoplæsser :14 | varmt arbejde :8:5 | anhugger :5
licences  B :66 | BE :18 | C :12
orders  Arbejdsmand | Jord- og betonarbejder
narrow  Murerarbejdsmand | murerarbejdsmand, mørtel | Du kører sten og mørtel frem til murerne. / Oprydning på pladsen.
narrow  Brolægger | brolægger, fliselægning | Fliser og kantsten i boligområder.
narrow  Maskinfører | minigraver, gummiged | Gravearbejde og læsning, egen maskine.
narrow  Stilladsmontør | stillads, god fysik | Opstilling af stillads i hele byen, i hold på tre. | stilladskort
narrow  Nedriver | nedrivning | Indvendig nedrivning og sortering.
narrow  Byggepladsservice | byggepladsservice, mødestabil | Du rydder op, kører materialer frem og holder pladsen i orden.
narrow  Kloakrørlægger | kloak | Kloakopgaver i hele hovedstadsområdet.
tasks  Kloak- og fliseopgaver i hele hovedstadsområdet. | Udendørs arbejde året rundt.
  +  Støbning og armering på større byggeplads. | Du rydder op, kører materialer frem og holder pladsen i orden.
  +  Afmærkning på vej indgår. | Mød på pladsen kl. 6.30. | Vi lærer dig gerne op, hvis du er stabil.
requirements  støbning | fliselægning | arbejdsmand | kloak | mødestabil | nedrivning | minigraver
wishes  minigraver | gummiged | armering | asfalt | kabelgrav
learnable  fliselægning | afmærkning | håndlanger | byggepladsservice
asks  vejen som arbejdsplads :16 | stilladskort :6 | teleskoplæsser :5
drives  B :36 | C :5
danish  - | - | A1 | A2 | PD1
times  dag | dag | dag+nat
apprentice  Struktørlærling

# elektriker
trades  elektriker
weight  2 | 4
goals  elektriker | el-hjælper | elmontør | el
titles  elektriker | elmontør | elektrikerarbejdsmand | kabeltrækker | el-sv.
skills  kabeltræk | tavler | belysning | fejlsøgning | føringsveje | intelligente installationer | svagstrøm
  +  data/netværk | installation
certificates  liftkort :28 | rullestillads :16 | L-AUS :30:1
licences  B :86
orders  Elektriker | Elektriker til service | El-hjælper/kabelmontør | Elektrikersvend
  +  Medhjælper til kabeltræk
tasks  Serviceopgaver hos erhverv og boligforeninger. | Kabeltræk på større sag i Glostrup.
  +  Egen servicebil og faste kunder. | Du hjælper svendene med føringsveje og opsætning. | Fast mandag-fredag.
requirements  kabeltræk | elektriker | fejlsøgning | installation
wishes  tavler | svagstrøm | intelligente installationer
learnable  føringsveje | kabeltræk | belysning
asks  liftkort :8
drives  B :52
danish  A2 | B1 | B1 | -
times  dag
apprentice  Elektrikerlærling

# vvs
trades  vvs
weight  2 | 4
goals  vvs | VVS-montør | blikkenslager | rørlægger
titles  vvs-montør | VVS'er | blikkenslager | vvs-medhjælper | rørsmed
skills  rør | fjernvarme | blik | badeværelser | lodning | ventilation | servicebesøg | gasfyr | radiatorer
certificates  varmt arbejde :36:5 | kølemiddelcertifikat :12 | gasmester A :5
licences  B :86 | BE :10
orders  VVS-montør | VVS-svend til service | Medhjælper til VVS | VVS'er til badeværelser
tasks  Fjernvarmeunits i Albertslund, mange ens opgaver. | Servicebesøg hos private.
  +  Badeværelsesrenovering i etageejendomme. | Du kører sammen med en svend den første måned.
requirements  rør | vvs | fjernvarme | badeværelser
wishes  blik | ventilation | servicebesøg
learnable  radiatorer | lodning
asks  varmt arbejde :12
drives  B :52
danish  - | A2 | B1
times  dag
apprentice  VVS-lærling

# gartner
trades  gartner | driftsgaard | ejendomsservice
weight  5 | 6
goals  gartner | anlægsgartner | grønne områder | gartnerarbejde | udendørs arbejde | kirkegård
titles  gartnermedhjælper | anlægsgartner | gartnerarb. | gartner | grøn medarbejder | parkmedarbejder
skills  græsslåning | hækkeklipning | beplantning | buskrydder | motorsav | fliselægning | snerydning
  +  havearbejde | plænetraktor | ukrudt | træfældning | renholdelse
certificates  motorsavskursus :18 | sprøjtecertifikat :8:4 | vejen som arbejdsplads :10:5 | minigraver :5
licences  B :62 | BE :20
orders  Gartnermedhjælper | Anlægsgartner | Medarbejder til grøn drift | Gartner til boligområde
  +  Sommerhjælp, grønne områder | Hjælper til park og vej
tasks  Pleje af grønne områder i boligforeninger. | Græs, hæk og ukrudt om sommeren, sne om vinteren.
  +  Du arbejder ude i al slags vejr. | Vi kører ud fra pladsen i hold på to. | Affald samles op hver morgen.
  +  Små maskiner lærer vi dig.
requirements  havearbejde | græsslåning | hækkeklipning | beplantning | anlægsgartner | kan arbejde ude
wishes  motorsav | buskrydder | fliselægning | plænetraktor
learnable  buskrydder | plænetraktor | snerydning | ukrudt
asks  motorsavskursus :4
drives  B :32 | BE :5
danish  - | - | A1 | A1 | A2
times  dag
apprentice  Anlægsgartnerelev
youth  Havehjælp om lørdagen | Hjælper i boligområdet

# ejendom
trades  ejendomsservice | ejendom | driftsgaard | skole | hotel | kultur
weight  5 | 6
goals  vicevært | ejendomsservice | pedel | teknisk servicemedarbejder | gårdmand | ejd.funktionær
titles  vicevært | pedel | gårdmand | ejendomsfunktionær | teknisk servicemedarb. | viceværtsmedhjælper
  +  varmemester
skills  småreparationer | renholdelse | varmeanlæg | beboerkontakt | snerydning | vinduespolering | græsslåning
  +  låse | lamper | trappevask | affaldshåndtering | borde og stole til møder
certificates  førstehjælp :14:2 | liftkort :8 | rullestillads :8
licences  B :72 | BE :10
orders  Ejendomsservicetekniker | Viceværtsmedhjælper | Teknisk servicemedarbejder | Pedelmedhjælper | Gårdmand
  +  Ejendomsfunktionær
tasks  Renholdelse af trapper, kældre og udearealer. | Småreparationer hos beboerne.
  +  Du hjælper pedellen med borde, stole og affald. | Beboerkontakt hver dag, så humøret skal være i orden.
  +  Vagt hver fjerde uge, også sne. | Skifte pærer, smøre låse, male småting.
requirements  småreparationer | renholdelse | beboerkontakt | vicevært | håndelag
wishes  varmeanlæg | snerydning | låse
learnable  varmeanlæg | snerydning | renholdelse
drives  B :44
danish  - | A2 | A2 | B1
times  dag | dag | dag+weekend
apprentice  Ejendomsservicetekniker-elev
`;
