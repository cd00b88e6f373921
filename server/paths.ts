/** Every address in the program, once. Danish, because staff read them. Pass ':name' to get a route pattern. */
type Id = string | number;

export const paths = {
  home: '/',
  signIn: '/log-ind',
  signOut: '/log-ud',
  asset: (file: Id) => `/assets/${file}`,

  companies: '/virksomheder',
  company: (pNumber: Id) => `/virksomheder/${pNumber}`,
  newContact: (pNumber: Id) => `/virksomheder/${pNumber}/kontakter/ny`,
  contacts: (pNumber: Id) => `/virksomheder/${pNumber}/kontakter`,
  contactLine: (pNumber: Id) => `/virksomheder/${pNumber}/kontakter/linje`,
  logLine: '/kontakter/linje',
  contactCorrection: (id: Id) => `/kontakter/${id}/rettelse`,
  nextStepDone: (id: Id) => `/kontakter/${id}/naeste-skridt-klaret`,
  headcounts: (pNumber: Id) => `/virksomheder/${pNumber}/antal-ansatte`,
  companyOwner: (pNumber: Id) => `/virksomheder/${pNumber}/ansvarlig`,
  companyBars: (pNumber: Id) => `/virksomheder/${pNumber}/spaerringer`,
  companyBarLifted: (id: Id) => `/spaerringer/${id}/ophaevelse`,

  coverage: '/daekning',
  coverageList: (figure: Id) => `/daekning/${figure}`,
  coverageFile: (figure: Id, type: Id) => `/daekning/${figure}.${type}`,
  coverageRules: '/daekning/regler',
  newCoverageRule: '/daekning/regler/ny',
  coverageRule: (id: Id) => `/daekning/regler/${id}`,
  seals: '/daekning/beviser',
  seal: (id: Id) => `/daekning/beviser/${id}`,
  sealList: (id: Id, figure: Id) => `/daekning/beviser/${id}/${figure}`,
  sealFile: (id: Id, figure: Id, type: Id) => `/daekning/beviser/${id}/${figure}.${type}`,
  sealLate: (id: Id) => `/daekning/beviser/${id}/efter-forseglingen`,
  sealRecomputed: (id: Id) => `/daekning/beviser/${id}/genberegning`,
  samarbejdsgrad: '/samarbejdsgrad',

  jobOrders: '/jobordrer',
  newJobOrder: '/jobordrer/ny',
  jobOrder: (id: Id) => `/jobordrer/${id}`,
  editJobOrder: (id: Id) => `/jobordrer/${id}/ret`,
  jobOrderStatus: (id: Id) => `/jobordrer/${id}/status`,
  jobOrderRenewal: (id: Id) => `/jobordrer/${id}/forlaengelse`,
  jobOrderOwner: (id: Id) => `/jobordrer/${id}/ansvarlig`,
  shortlist: (id: Id) => `/jobordrer/${id}/forslag`,
  pair: (orderId: Id, citizenId: Id) => `/jobordrer/${orderId}/forslag/${citizenId}`,
  nearMatches: (id: Id) => `/jobordrer/${id}/naesten-match`,
  excluded: (id: Id) => `/jobordrer/${id}/sorteret-fra`,
  setAside: (id: Id) => `/jobordrer/${id}/fravalg`,
  setAsideWithdrawn: (id: Id) => `/fravalg/${id}/tilbagetagelse`,
  setAsides: '/fravalg',

  citizens: '/borgere',
  citizen: (id: Id) => `/borgere/${id}`,
  citizenMatches: (id: Id) => `/borgere/${id}/forslag`,
  matchReason: (citizenId: Id, orderId: Id) => `/borgere/${citizenId}/forslag/${orderId}/begrundelse`,
  citizenPurpose: (id: Id) => `/borgere/${id}/formaal`,

  terms: '/ord',
  term: (ref: Id) => `/ord/${ref}`,
  termDecision: (ref: Id) => `/ord/${ref}/beslutning`,
  termWithdrawal: (id: Id) => `/ord/beslutninger/${id}/tilbagetraekning`,

  weights: '/match/vaegte',

  whyNotCitizens: '/hvorfor-ikke/borgere',
  whyNotOrders: '/hvorfor-ikke/ordrer',

  runs: '/matchkoersler',
  run: (id: Id) => `/matchkoersler/${id}`,
  runProgress: (id: Id) => `/matchkoersler/${id}/fremdrift`,
  runOrder: (id: Id, orderId: Id) => `/matchkoersler/${id}/ordrer/${orderId}`,

  imports: '/import',
  import: (id: Id) => `/import/${id}`,
  importUndo: (id: Id) => `/import/${id}/fortrydelse`,
  upload: (id: Id) => `/import/filer/${id}`,
  uploadCarriedOut: (id: Id) => `/import/filer/${id}/gennemfoerelse`,
  uploadGivenUp: (id: Id) => `/import/filer/${id}/opgivelse`,

  users: '/brugere',
  newUser: '/brugere/ny',
  user: (id: Id) => `/brugere/${id}`,
  userAccess: (id: Id) => `/brugere/${id}/adgang`,
  userPassword: (id: Id) => `/brugere/${id}/adgangskode`,
  settings: '/indstillinger',

  livez: '/livez',
  readyz: '/readyz',
  openApi: '/api/v1/openapi.json',
  api: (rest: string) => `/api/v1/${rest}`,
};

/** The id in an address; 0, which no row has, for anything that no id can be. */
export function idOf(text: string): number {
  return /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : 0;
}
