import type { SetAsideReason } from '../../db/schema/matching.ts';
import type { ExclusionReason } from '../../workers/matching/types.ts';
import { paths } from '../paths.ts';

interface PointedAt {
  /** the rule that let the person through, when the reason names one */
  rules: ExclusionReason[];
  /** what people may have to mend, and who */
  mend: string;
  link?: { href: string; text: string };
}

/** Each reason names the rule it points at, so that people can mend the rule or the words that it reads. */
export const POINTED_AT: Readonly<Record<SetAsideReason, PointedAt>> = {
  kan_ikke_kravet: {
    rules: ['certifikat', 'koerekort'],
    mend: 'Står det, der kræves, som krav på ordren? Konsulenten retter ordren; sagsbehandleren borgerens kompetencer.',
  },
  dansk_raekker_ikke: {
    rules: ['danskniveau'],
    mend: 'Skriv det danskniveau, der virkelig kræves, på ordren, mundtligt og skriftligt hver for sig.',
  },
  rejsen_er_for_lang: {
    rules: ['rejsetid'],
    mend: 'Er borgerens transport og længste rejsetid rigtige? Det retter sagsbehandleren.',
  },
  arbejdstiden_passer_ikke: {
    rules: ['arbejdstid'],
    mend: 'Er det én af arbejdstiderne eller alle, der skal være mulige? Det retter konsulenten på ordren.',
  },
  timerne_passer_ikke: {
    rules: ['timer'],
    mend: 'Ret ordrens timer hos konsulenten eller borgerens timer hos sagsbehandleren.',
  },
  ordene_er_forstaaet_forkert: {
    rules: [],
    mend: 'Ret, hvad ordene bliver forstået som: det gælder straks for alle ordrer.',
    link: { href: paths.terms, text: 'Til ordene' },
  },
  borgeren_siger_nej: { rules: [], mend: 'Ingen regel. Tal med borgeren om jobmål og vilkår.' },
  virksomheden_siger_nej: {
    rules: [],
    mend: 'Ingen regel. Spørg virksomheden, hvad der manglede på ordren.',
  },
  andet: {
    rules: [],
    mend: 'Ingen regel. Kommentarerne står på ordrens »Sat til side«, for dem, der må se borgeren.',
  },
};
