/** One line of work as both sides write it: what a case worker types about a citizen, and what an order asks for. */
export interface Occupation {
  key: string;
  /** Trades whose firms place such orders (words/trades.ts), municipal kinds included. */
  trades: string[];
  /** Relative share among citizens who have a line of work, and among orders. */
  weight: [citizens: number, orders: number];
  /** Job goals as typed. */
  goals: string[];
  /** Former job titles as typed. */
  titles: string[];
  /** Skills as typed: abbreviations and slips included. */
  skills: string[];
  /** Certificates as typed, with the years they hold (null: for good) and how many per cent have them. */
  certificates: [text: string, years: number | null, percent: number][];
  licences: [category: string, percent: number][];
  /** Titles of orders; a title of a narrower job brings its own requirements. */
  orderTitles: (string | NarrowTitle)[];
  /** Sentences about the work, put together to a description. */
  tasks: string[];
  requirements: string[];
  wishes: string[];
  /** Requirements that are written with "(kan læres)". */
  learnable: string[];
  /** Hard certificates and licences, with how many per cent of the orders ask for them. */
  orderCertificates: [text: string, percent: number][];
  orderLicences: [category: string, percent: number][];
  /** Danish minimums as typed; blank for none. */
  danish: string[];
  /** Working times an order may need, as `dag|aften`. */
  times: string[];
  /** Possible as elevplads or voksenlaerling: the trade learned. */
  apprentice?: string;
  /** Titles of fritidsjob for someone under 18. */
  youthTitles?: string[];
}

export interface NarrowTitle {
  title: string;
  requirements: string[];
  /** Instead of the occupation's own. */
  tasks?: string[];
  certificates?: string[];
}
