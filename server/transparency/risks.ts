import { NOT_COMPARED } from '../matching/letter-text.ts';
import type { Annex } from './annex.ts';

interface Risk {
  risk: string;
  /** what stands against it today, from the configuration that runs */
  answer: string;
}

/** What could harm somebody, and what the running program does about it. */
export function risksOf({ runs, use, backups, https, signIn }: Annex): Risk[] {
  const never = NOT_COMPARED.map(({ toStaff }) => toStaff).join('; ');
  const audit = runs.last?.audit;
  return [
    {
      risk: 'Nogen stilles ringere på grund af køn, alder, oprindelse eller helbred',
      answer: `Sammenligningen ser aldrig: ${never}. Rapporten Lige brug af ordninger viser forskelle mellem grupper. Ord, postnummer og huller i et cv kan stadig hænge sammen med dem.`,
    },
    {
      risk: 'Forslaget tages for en afgørelse',
      answer: `Det står på hver side, at et menneske vælger; de frasorterede vises med grund. Fravigelser det seneste halve år: ${use.overrides}.`,
    },
    {
      risk: 'Oplysningerne er gamle eller forkerte',
      answer:
        'Tomt er ukendt og ikke nej. Et ord, der kan misforstås, tæller ikke, før et menneske har sagt, hvad det betyder.',
    },
    {
      risk: 'En kørsel regner forkert',
      answer: audit
        ? `Efter hver kørsel regnes nogle ordrer om. Sidst ${audit.rescored} af ${audit.orders}: ${audit.differing} afveg, ${audit.broken} brød en regel.`
        : 'Efter hver kørsel regnes nogle ordrer om. Ingen kørsel er set efter endnu.',
    },
    {
      risk: 'En beskyttet adresse røbes',
      answer:
        'Kun egen sagsbehandler ser borgeren; ukendt beskyttelse tæller som beskyttet, og et nej ser ens ud for andre.',
    },
    {
      risk: 'Nogen slår borgere op uden grund',
      answer: `Hver visning skrives i loggen med formål. Roller og team afgør, hvem der kan åbnes. Log ind hos kommunen er ${signIn.saml || signIn.oidc ? 'sat op' : 'ikke sat op'}.`,
    },
    {
      risk: 'En virksomhed får for meget at vide',
      answer: 'Borgeren spørges først, emne for emne. Før et ja vises kun en anonym profil.',
    },
    {
      risk: 'Data kommer ud med en fil eller en linje',
      answer: `CPR-numre er krypteret felt for felt. Forbindelsen er ${https ? 'krypteret' : 'ikke krypteret'}. Sikkerhedskopier er ${backups.encrypted ? 'krypterede' : 'ikke krypterede'}.`,
    },
  ];
}
