import { REACHES } from '../../server/companies/firm-rows.ts';
import { FIRM_SORTS, FIRM_STATES, SIZE_CLASSES } from '../../server/companies/list.ts';
import { ORDER_SORTS } from '../../server/job-orders/queries.ts';
import { SEGMENTS } from '../../server/records/rules.ts';
import { UNDECIDED_SORTS } from '../../server/register/undecided.ts';

const ROWS = 50;

/** Named groups of addresses, each asked in turn: every sort and every filter of the lists and the search. */
export function listPages(firms: number): [string, string[]][] {
  const list = '/virksomheder';
  const last = Math.ceil(firms / ROWS);
  const places = [1, Math.ceil(last / 2), last];
  const sortedBy = (filters: string) =>
    FIRM_SORTS.flatMap((sort) => places.map((page) => `${list}?sort=${sort}&side=${page}${filters}`));
  const filters = [
    ...SIZE_CLASSES.map((size) => `stoerrelse=${size}`),
    ...REACHES.map((reach) => `kontakt=${reach}`),
    ...SEGMENTS.map((segment) => `segment=${segment}`),
    ...FIRM_STATES.map((state) => `tilstand=${state}`),
    ...['branche=41', 'branche=e', 'ansvarlig=3', 'vis=mine', 'vis=foelger', 'vis=team', 'vis=ophoerte'],
  ];
  const worst =
    '&vis=ophoerte&q=e&stoerrelse=i_maal&kontakt=kontaktet&segment=oevrig&tilstand=klar&branche=e';
  const searches = ['tømrer', 'tømmrer', 'e', 'findes ikke', '1000', '1000000001', 'lager logistik'];
  return [
    ['virksomheder, hver sortering, tre sider', sortedBy('')],
    ['virksomheder, hver sortering, de kontaktede', sortedBy('&kontakt=kontaktet')],
    ['virksomheder, hver sortering, alle filtre', sortedBy(worst)],
    ['virksomheder, hvert filter', filters.map((filter) => `${list}?sort=-branche&${filter}`)],
    ['virksomheder, søgninger', searches.map((text) => `${list}?q=${text}`)],
    ['virksomheder, de uafklarede', UNDECIDED_SORTS.map((sort) => `${list}/uafklarede?sort=${sort}`)],
    [
      'virksomheder, ændringer',
      ['', '?siden=forrige', '?siden=import-1'].map((since) => `${list}/aendringer${since}`),
    ],
    ['virksomheder, mulige dubletter', [`${list}/dubletter`]],
    ['søgning overalt', searches.map((text) => `/soeg?q=${text}`)],
    ['jobordrer, hver sortering', ORDER_SORTS.map((sort) => `/jobordrer?ansvarlig=alle&sort=${sort}`)],
    ['kort, alle virksomheder', ['/kort']],
    ['kort, et filter', ['/kort?stoerrelse=i_maal&kontakt=kontaktet']],
  ];
}
