/**
 * Trades of the demo town and the municipality's own places of work: DB25 code (NACE 2.1, no dots) and text, and the
 * DB07 code and text that held until the end of 2024.
 */
export const TEAM_FIELDS = ['transport', 'byg', 'service', 'velfaerd'] as const;
export type TeamField = (typeof TEAM_FIELDS)[number];

export interface Trade {
  key: string;
  field: TeamField;
  db25: [code: string, text: string];
  db07: [code: string, text: string];
  /** How common among units without employees, with one or two, and with three or more. */
  common: [none: number, few: number, many: number];
  /** Median headcount of units with three or more. */
  median: number;
  /** Of the units with three or more, how many belong to a company with its headquarters elsewhere. */
  branchShare: number;
  /** Words a firm of the trade puts in its name. */
  names: string[];
}

export interface MunicipalKind {
  key: string;
  db25: [code: string, text: string];
  db07: [code: string, text: string];
  median: number;
  units: string[];
}

// key | field | DB25 | text | DB07 | text | common: none, few, many | median | branch share in per cent | names
const TRADE_LINES = `
vognmand | transport | 494100 | Vejgodstransport | 494100 | Vejgodstransport | 14 22 28 | 9 | 15 | Transport, Vognmandsforretning, Distribution, Kørsel, Gods
lager | transport | 521000 | Oplagrings- og pakhusvirksomhed | 521000 | Oplagrings- og pakhusvirksomhed | 1 3 16 | 26 | 40 | Lager, Logistik, Lagerhotel, Pakkecenter
spedition | transport | 523100 | Formidling af godstransport | 522920 | Skibsmæglere og speditører | 2 4 7 | 12 | 30 | Spedition, Shipping, Cargo
kurer | transport | 532000 | Andre post- og kurertjenester | 532000 | Andre post- og kurertjenester | 12 8 8 | 11 | 20 | Kurér, Budservice, Pakkelevering
taxi | transport | 493300 | Persontransport i køretøj med chauffør efter behov | 493200 | Taxikørsel | 16 8 4 | 5 | 5 | Taxi, Persontransport, Minibusser
bus | transport | 493100 | Rutebefordring af passagerer ad landevej | 493110 | Rutebuskørsel, by- og nærtrafik | 0 1 3 | 38 | 50 | Busser, Turistbusser, Busdrift
flytning | transport | 494200 | Flytteforretninger | 494200 | Flytteforretninger | 4 5 5 | 7 | 5 | Flytning, Flytteforretning, Flytteservice
renovation | transport | 381100 | Indsamling af ikke-farligt affald | 381100 | Indsamling af ikke-farligt affald | 1 1 4 | 22 | 40 | Renovation, Miljøservice, Genbrug
engros_mad | transport | 463900 | Ikke-specialiseret engroshandel med føde-, drikke- og tobaksvarer | 463900 | Ikke-specialiseret engroshandel med føde-, drikke- og tobaksvarer | 5 8 13 | 11 | 20 | Engros, Fødevarer, Import, Frugt og Grønt
engros_byg | transport | 468300 | Engroshandel med træ, byggematerialer og sanitetsartikler | 467310 | Engroshandel med træ, trælast og byggematerialer | 2 4 11 | 13 | 35 | Byggematerialer, Trælast, Bad og Fliser, Beslag
engros_maskiner | transport | 466400 | Engroshandel med andre maskiner og andet udstyr | 466900 | Engroshandel med andre maskiner og andet udstyr | 5 9 14 | 10 | 25 | Maskiner, Teknik, Industriudstyr, Pumper
agentur | transport | 469000 | Ikke-specialiseret engroshandel | 469000 | Ikke-specialiseret engroshandel | 24 14 6 | 5 | 5 | Trading, Agentur, Handel, Import
smed | transport | 251100 | Fremstilling af metalkonstruktioner og dele heraf | 251100 | Fremstilling af metalkonstruktioner og dele heraf | 4 8 13 | 9 | 5 | Smedje, Stål, Smede- og Maskinværksted, Montage
maskinfabrik | transport | 255300 | Maskinforarbejdning af metal | 256200 | Maskinforarbejdning | 2 4 10 | 12 | 5 | Maskinfabrik, CNC, Finmekanik, Drejeri
plast | transport | 222600 | Fremstilling af andre plastprodukter | 222900 | Fremstilling af andre plastprodukter | 1 1 4 | 24 | 15 | Plast, Emballage, Plastindustri
foedevarer | transport | 108500 | Fremstilling af færdigretter | 108500 | Fremstilling af færdigretter | 2 3 7 | 22 | 10 | Fødevarer, Foods, Delikatesse, Måltider
broedfabrik | transport | 107100 | Fremstilling af brød og friske konditorvarer | 107110 | Industriel fremstilling af brød, kager mv. | 1 2 5 | 18 | 10 | Brødfabrik, Bageri, Konditori
trykkeri | transport | 181200 | Anden trykning | 181200 | Anden trykning | 4 5 5 | 8 | 5 | Tryk, Grafisk, Skilte, Digitalprint
elektronik | transport | 265100 | Fremstilling af måle-, kontrol- og navigationsudstyr | 265100 | Fremstilling af udstyr til måling, afprøvning, navigation og kontrol | 2 2 6 | 20 | 15 | Elektronik, Instrumenter, Sensorer, Måleteknik
moebel | transport | 310000 | Fremstilling af møbler | 310900 | Fremstilling af andre møbler | 5 5 5 | 8 | 5 | Møbler, Inventar, Møbelsnedkeri
autovaerksted | transport | 953100 | Reparation og vedligeholdelse af motorkøretøjer | 452010 | Autoreparationsværksteder mv. | 12 20 19 | 5 | 10 | Auto, Autoværksted, Autoservice, Dækcenter, Biler
toemrer | byg | 433200 | Tømrer- og bygningssnedkervirksomhed | 433200 | Tømrer- og bygningssnedkervirksomhed | 28 24 22 | 7 | 2 | Tømrer og Snedker, Tømrerfirma, Byg, Bygningssnedkeri
murer | byg | 439100 | Murervirksomhed | 439910 | Murere | 16 14 13 | 6 | 2 | Murerfirma, Murerforretning, Mur og Byg
maler | byg | 433400 | Maler- og glarmestervirksomhed | 433410 | Malerforretninger | 20 16 13 | 6 | 2 | Malerfirma, Maleren, Malerservice
elektriker | byg | 432100 | El-installation | 432100 | El-installation | 10 12 18 | 8 | 8 | El, El-Service, El-Teknik, El-Installation
vvs | byg | 432200 | VVS-installation og varme- og klimaanlæg | 432200 | VVS- og blikkenslagerforretninger | 9 12 16 | 7 | 5 | VVS, VVS og Blik, Varme og Sanitet
entreprenoer | byg | 410000 | Opførelse af bygninger | 412000 | Opførelse af bygninger | 24 14 16 | 10 | 6 | Entreprise, Byggeri, Entreprenørfirma, Totalentreprise
anlaeg | byg | 421100 | Anlæg af veje og motorveje | 421100 | Anlæg af veje og motorveje | 4 5 10 | 16 | 12 | Anlæg, Kloak og Anlæg, Jord og Beton, Brolægning
tag | byg | 434100 | Tagdækningsvirksomhed | 439100 | Tagdækningsvirksomhed | 4 4 5 | 7 | 5 | Tagdækning, Tag og Facade, Tagpap
gulv | byg | 433300 | Udførelse af gulvbelægninger og vægbeklædning | 433300 | Udførelse af gulvbelægninger og vægbeklædning | 8 6 5 | 5 | 2 | Gulve, Gulvservice, Gulvafslibning
stillads | byg | 439900 | Anden bygge- og anlægsvirksomhed, som kræver specialisering | 439990 | Anden bygge- og anlægsvirksomhed, som kræver specialisering | 5 4 6 | 11 | 10 | Stilladser, Nedrivning, Facaderens, Liftudlejning
gartner | byg | 813000 | Landskabspleje | 813000 | Landskabspleje | 14 10 10 | 6 | 5 | Anlægsgartner, Havepleje, Grøn Service, Haveservice
ejendom | byg | 682000 | Udlejning og drift af egen eller lejet fast ejendom | 682030 | Udlejning af erhvervsejendomme | 70 12 5 | 4 | 5 | Ejendomme, Ejendomsselskab, Invest, Boligudlejning
ejendomsservice | byg | 811000 | Kombinerede serviceydelser i forbindelse med ejendomsdrift | 811000 | Kombinerede serviceydelser | 6 7 9 | 8 | 15 | Ejendomsservice, Viceværtservice, Ejendomsdrift
supermarked | service | 471100 | Ikke-specialiseret detailhandel overvejende med føde-, drikke- og tobaksvarer | 471120 | Supermarkeder | 4 8 20 | 22 | 60 | Supermarked, Dagligvarer, Købmand, Minimarked
toejbutik | service | 477100 | Detailhandel med beklædning | 477110 | Tøjforretninger | 7 9 10 | 6 | 50 | Tøj, Mode, Damemode, Tekstil
specialbutik | service | 477800 | Detailhandel med andre nye varer | 477890 | Detailhandel med andre varer i specialforretninger | 18 14 12 | 5 | 25 | Optik, Gaver, Blomster, Cykler, Boligtilbehør
byggemarked | service | 475200 | Detailhandel med byggematerialer, isenkram, maling og glas | 475220 | Byggemarkeder og værktøjsmagasiner | 2 3 5 | 17 | 50 | Byggemarked, Farver og Tapet, Isenkram
webshop | service | 477900 | Detailhandel med brugte varer og via internet | 479111 | Detailhandel med dagligvarer via internet | 26 8 5 | 6 | 5 | Webshop, Online, Shop
bager | service | 472400 | Detailhandel med brød, konditor- og sukkervarer | 107120 | Fremstilling af friske bageriprodukter | 2 4 8 | 9 | 15 | Bageri, Bager, Konditori
restaurant | service | 561100 | Restauranter | 561010 | Restauranter | 10 14 24 | 7 | 12 | Restaurant, Café, Spisehus, Brasserie, Køkken
pizzeria | service | 561100 | Restauranter | 561020 | Pizzeriaer, grillbarer, isbarer mv. | 16 22 12 | 4 | 5 | Pizza, Grill, Pizza og Grill, Shawarma, Burger
kantine | service | 562200 | Kontraktcatering og andre restaurationsydelser | 562900 | Anden restaurationsvirksomhed | 3 4 11 | 9 | 35 | Kantine, Catering, Frokostordning, Selskabsmad
hotel | service | 551000 | Hoteller og lignende overnatningsfaciliteter | 551010 | Hoteller | 1 1 3 | 19 | 20 | Hotel, Kro, Konferencecenter
rengoering | service | 812100 | Almindelig rengøring i bygninger | 812100 | Almindelig rengøring i bygninger | 30 18 22 | 11 | 10 | Rengøring, Clean, Rengøringsservice, Erhvervsrengøring
vinduer | service | 812200 | Anden rengøring i bygninger og industriel rengøring | 812200 | Anden rengøring af bygninger og rengøring i erhvervslivet | 8 6 5 | 6 | 10 | Vinduespolering, Skadeservice, Polering
vaskeri | service | 961000 | Vask og rens af tekstiler og pelsvarer | 960110 | Erhvervs- og institutionsvaskerier | 3 3 4 | 12 | 20 | Vaskeri, Linnedservice, Rens
frisoer | service | 962100 | Frisør- og barberydelser | 960210 | Frisørsaloner | 26 18 8 | 4 | 5 | Frisør, Hår, Salon, Barber
skoenhed | service | 962200 | Skønheds- og kropspleje | 960220 | Skønheds- og hudpleje | 22 8 3 | 4 | 2 | Klinik, Negle, Hudpleje, Velvære
fitness | service | 931300 | Fitnesscentre | 931300 | Fitnesscentre | 2 2 4 | 8 | 50 | Fitness, Træning, Crossgym
vagt | service | 800100 | Efterforskning og private vagt- og sikkerhedstjenester | 801000 | Private vagt- og sikkerhedstjenester | 3 3 4 | 14 | 25 | Vagt, Sikkerhed, Vagtservice
it | velfaerd | 622000 | It-konsulentbistand og forvaltning af computerfaciliteter | 620200 | Konsulentbistand vedrørende informationsteknologi | 44 14 14 | 9 | 12 | IT, Data, Netværk, Digital, Systems
software | velfaerd | 621000 | Computerprogrammering | 620100 | Computerprogrammering | 30 8 10 | 10 | 10 | Software, Apps, Udvikling, Kode
revisor | velfaerd | 692000 | Bogføring og revision; skatterådgivning | 692000 | Bogføring og revision; skatterådgivning | 20 12 8 | 6 | 10 | Revision, Bogføring, Regnskab, Bogholderi
konsulent | velfaerd | 702000 | Virksomhedsrådgivning og anden rådgivning om virksomhedsledelse | 702200 | Virksomhedsrådgivning og anden rådgivning om driftsledelse | 70 16 6 | 5 | 5 | Consult, Rådgivning, Consulting, Udvikling
ingenioer | velfaerd | 711200 | Ingeniørvirksomhed og teknisk rådgivning | 711290 | Anden teknisk rådgivning | 16 8 10 | 14 | 25 | Ingeniører, Teknisk Rådgivning, Energirådgivning
reklame | velfaerd | 731100 | Reklamebureauer | 731110 | Reklamebureauer | 22 7 5 | 6 | 5 | Reklame, Media, Grafik, Kommunikation
vikar | velfaerd | 782000 | Vikarbureauer og anden formidling af arbejdskraft | 782000 | Vikarbureauer | 5 3 6 | 24 | 40 | Vikar, Bemanding, Personale
holding | velfaerd | 642100 | Holdingselskabers virksomhed | 642020 | Ikke-finansielle holdingselskaber | 120 4 0 | 3 | 0 | Holding, Invest, Kapital
laege | velfaerd | 862100 | Alment praktiserende læger | 862100 | Alment praktiserende læger | 2 4 9 | 5 | 0 | Lægehuset, Lægerne, Lægeklinik
tandlaege | velfaerd | 862300 | Praktiserende tandlæger | 862300 | Praktiserende tandlæger | 2 3 7 | 6 | 10 | Tandlæge, Tandklinik, Tandlægerne
fysioterapi | velfaerd | 869500 | Fysioterapi | 869020 | Fysio- og ergoterapeuter | 12 6 4 | 6 | 5 | Fysioterapi, Klinik, Bevægelse
hjemmepleje | velfaerd | 881000 | Sociale foranstaltninger uden institutionsophold for ældre og handicappede | 881010 | Hjemmehjælp | 3 2 6 | 23 | 25 | Hjemmepleje, Omsorg, Plejeservice
bosted | velfaerd | 879100 | Døgninstitutioner for personer med sociale problemer | 879090 | Andre former for institutionsophold | 1 1 6 | 17 | 20 | Botilbud, Opholdssted, Bofællesskab
friskole | velfaerd | 852000 | Grundskoler | 852010 | Folkeskoler o.lign. | 0 0 4 | 28 | 0 | Friskole, Privatskole, Lilleskole
privatboern | velfaerd | 889100 | Daginstitutioner for børn | 889140 | Børnehaver | 2 3 5 | 9 | 5 | Børnehus, Privat Pasning, Vuggestue
forening | velfaerd | 949900 | Andre organisationer og foreninger i.a.n. | 949900 | Andre organisationer og foreninger i.a.n. | 50 8 6 | 4 | 2 | Forening, Beboerforening, Kulturforening
idraet | velfaerd | 931200 | Sportsklubbers virksomhed | 931200 | Sportsklubber | 26 5 3 | 5 | 0 | Idrætsforening, Boldklub, Gymnastikforening
`;

// key | DB25 | text | DB07 | text | median | units
const MUNICIPAL_LINES = `
daginstitution | 889100 | Daginstitutioner for børn | 889160 | Aldersintegrerede institutioner | 18 | Børnehuset Birkelunden, Børnehuset Mælkebøtten, Børnehuset Kanalen, Børnehuset Stjernehuset, Børnehuset Myretuen, Børnehuset Hyldebærret, Børnehuset Ved Skoven, Børnehuset Solstrålen, Børnehuset Regnbuen, Børnehuset Troldeskoven, Vuggestuen Kastanjen, Børnehaven Lærkereden, Børnehaven Ved Vænget, Skovbørnehaven Egernet
skole | 852000 | Grundskoler | 852010 | Folkeskoler o.lign. | 74 | Skolen ved Kanalen, Skolen ved Skovkanten, Vængeskolen, Egeskolen, Højgårdskolen, Naturskolen, Ungecentret
sfo | 889100 | Daginstitutioner for børn | 889150 | Skolefritidsordninger og fritidshjem | 13 | SFO Kanalen, SFO Skovkanten, SFO Vænget, Fritidsklubben Bakken, Juniorklubben Hjulet, Byggelegepladsen
plejecenter | 873000 | Institutionsophold for ældre og handicappede | 873010 | Plejehjem | 68 | Plejecentret Rosengården, Plejecentret Kildebakken, Plejecentret Lindegården, Demenshuset
hjemmepleje_k | 881000 | Sociale foranstaltninger uden institutionsophold for ældre og handicappede | 881010 | Hjemmehjælp | 52 | Hjemmeplejen Nord, Hjemmeplejen Syd, Sygeplejen, Træningscentret
bosted_k | 872000 | Institutionsophold for personer med psykiske lidelser eller misbrug | 872020 | Institutionsophold for psykisk syge | 24 | Botilbuddet Linden, Botilbuddet Margrethelund, Dagcentret Bakkens Hjerte, Støtte- og kontaktteamet
driftsgaard | 813000 | Landskabspleje | 813000 | Landskabspleje | 41 | Materialegården, Genbrugsstationen, Park og Vej, Ejendomsdrift Kommunale Bygninger
koekken | 562200 | Kontraktcatering og andre restaurationsydelser | 562900 | Anden restaurationsvirksomhed | 14 | Produktionskøkkenet, Rådhuskantinen
kultur | 911100 | Biblioteksaktiviteter | 910110 | Biblioteker | 19 | Biblioteket, Musikhuset, Idrætsanlægget, Svømmehallen, Musikskolen
forvaltning | 841100 | Generelle offentlige tjenester | 841100 | Generelle offentlige tjenester | 92 | Rådhuset, Borgerservice, Kommunens IT og Digitalisering, Sundhedshuset, Familiehuset, Ydelsescentret
`;

export const TRADES: Trade[] = cellsOf(TRADE_LINES, 10).map(
  ([
    key = '',
    field,
    code25 = '',
    text25 = '',
    code07 = '',
    text07 = '',
    common = '',
    median,
    share,
    names = '',
  ]) => {
    const [none = 0, few = 0, many = 0] = common.split(' ').map(Number);
    return {
      key,
      field: fieldOf(field),
      db25: [code25, text25],
      db07: [code07, text07],
      common: [none, few, many],
      median: Number(median),
      branchShare: Number(share) / 100,
      names: names.split(', '),
    };
  },
);

export const MUNICIPAL_KINDS: MunicipalKind[] = cellsOf(MUNICIPAL_LINES, 7).map(
  ([key = '', code25 = '', text25 = '', code07 = '', text07 = '', median, units = '']) => ({
    key,
    db25: [code25, text25],
    db07: [code07, text07],
    median: Number(median),
    units: units.split(', '),
  }),
);

function fieldOf(text: string | undefined): TeamField {
  const field = TEAM_FIELDS.find((known) => known === text);
  if (!field) throw new Error(`Unknown field of trade: ${text}`);
  return field;
}

function cellsOf(lines: string, width: number): string[][] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const cells = line.split(' | ');
      if (cells.length !== width) throw new Error(`Trade line with ${cells.length} cells: ${line}`);
      return cells;
    });
}
