/** Places: generic street names and the postcodes an address in or near the town can carry. */
export const INDUSTRIAL_STREETS = [
  'Fabriksvangen',
  'Pakhusalleen',
  'Smedeholmen',
  'Værkstedsvej',
  'Støberivej',
  'Industriskellet',
  'Lagergården',
  'Transportbuen',
  'Speditørvej',
  'Håndværkerdalen',
  'Maskinvangen',
  'Teglværksgrunden',
  'Kraftværkssvinget',
  'Vognmandsmarken',
  'Godsbuen',
  'Montagevej',
  'Trælastgangen',
  'Stålvænget',
  'Kranførervej',
  'Fragtgaden',
];

export const TOWN_STREETS = [
  'Kanaltorvet',
  'Bytorvsgangen',
  'Stationsfløjen',
  'Rådhusdammen',
  'Vandhaven',
  'Skovkantsvej',
  'Elmehusene',
  'Hyldegårdsvej',
  'Kastanjehaven',
  'Egelundsstien',
  'Damgårdsbuen',
  'Vestskovvej',
  'Engdragsstien',
  'Solhusgangen',
  'Lindehaven',
  'Birkevangsstien',
  'Mosegårdsvej',
  'Landsbygaden',
  'Kirkebakken',
  'Møllehusene',
  'Poppelrækken',
  'Syrengangen',
  'Tornerosevangen',
  'Ahornsvinget',
  'Bondagergangen',
  'Gadagerbuen',
  'Nordmarksgangen',
  'Sydstjernevej',
];

export interface Place {
  postcode: number;
  district: string;
  municipality: [code: number, name: string];
}

/** Postcode areas of addresses in kommune 165; border areas share a postcode with the neighbour. */
export const TOWN_PLACES: [place: Place, weight: number][] = [
  [{ postcode: 2620, district: 'Albertslund', municipality: [165, 'ALBERTSLUND'] }, 92],
  [{ postcode: 2600, district: 'Glostrup', municipality: [165, 'ALBERTSLUND'] }, 5],
  [{ postcode: 2630, district: 'Taastrup', municipality: [165, 'ALBERTSLUND'] }, 2],
  [{ postcode: 2605, district: 'Brøndby', municipality: [165, 'ALBERTSLUND'] }, 1],
];

export const NEIGHBOUR_PLACES: Place[] = [
  { postcode: 2600, district: 'Glostrup', municipality: [161, 'GLOSTRUP'] },
  { postcode: 2630, district: 'Taastrup', municipality: [169, 'HØJE-TAASTRUP'] },
  { postcode: 2640, district: 'Hedehusene', municipality: [169, 'HØJE-TAASTRUP'] },
  { postcode: 2605, district: 'Brøndby', municipality: [153, 'BRØNDBY'] },
  { postcode: 2660, district: 'Brøndby Strand', municipality: [153, 'BRØNDBY'] },
  { postcode: 2750, district: 'Ballerup', municipality: [151, 'BALLERUP'] },
  { postcode: 2740, district: 'Skovlunde', municipality: [151, 'BALLERUP'] },
  { postcode: 2635, district: 'Ishøj', municipality: [183, 'ISHØJ'] },
  { postcode: 2625, district: 'Vallensbæk', municipality: [187, 'VALLENSBÆK'] },
  { postcode: 2610, district: 'Rødovre', municipality: [175, 'RØDOVRE'] },
  { postcode: 2650, district: 'Hvidovre', municipality: [167, 'HVIDOVRE'] },
];

/** Where companies with a unit in the town have their headquarters. */
export const HEADQUARTER_PLACES: Place[] = [
  ...NEIGHBOUR_PLACES,
  { postcode: 2100, district: 'København Ø', municipality: [101, 'KØBENHAVN'] },
  { postcode: 2450, district: 'København SV', municipality: [101, 'KØBENHAVN'] },
  { postcode: 8000, district: 'Aarhus C', municipality: [751, 'AARHUS'] },
  { postcode: 8210, district: 'Aarhus V', municipality: [751, 'AARHUS'] },
  { postcode: 5220, district: 'Odense SØ', municipality: [461, 'ODENSE'] },
  { postcode: 7000, district: 'Fredericia', municipality: [607, 'FREDERICIA'] },
  { postcode: 4600, district: 'Køge', municipality: [259, 'KØGE'] },
  { postcode: 9000, district: 'Aalborg', municipality: [851, 'AALBORG'] },
];

/** Postcodes citizens live at, with weights: the town and a few who have just moved. */
export const HOME_POSTCODES: [postcode: string, weight: number][] = [
  ['2620', 900],
  ['2600', 38],
  ['2630', 30],
  ['2605', 8],
  ['2750', 8],
  ['2635', 8],
  ['2640', 5],
  ['2660', 3],
];
