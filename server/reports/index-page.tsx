import type { Role } from '../../db/schema/users.ts';
import { paths } from '../paths.ts';
import { Layout } from '../ui/layout.tsx';
import { oversightFor } from '../ui/navigation.ts';
import type { View } from '../view.ts';

const REPORTS: { href: string; name: string; about: string; roles: readonly Role[] }[] = [
  {
    href: paths.orderReport,
    name: 'Jobordrer og formidling',
    about: 'Ordrer og pladser, andel med formidling, ansatte inden 3 måneder, ventetider og holdte løfter.',
    roles: ['konsulent', 'sagsbehandler', 'leder'],
  },
  {
    href: paths.placementReport,
    name: 'Forløb',
    about:
      'Småjob, løntilskud, praktik og fleksjob efter målgruppe; timer, der vokser, og hvad der kom efter.',
    roles: ['konsulent', 'leder'],
  },
  {
    href: paths.award,
    name: 'Virksomhedspris',
    about: 'De syv kriterier for hver virksomhed i et år, med beviserne.',
    roles: ['leder'],
  },
  {
    href: paths.halfYear,
    name: 'Halvårsnotat til udvalget',
    about: 'Én side tekst og tal fra dækning, ordrer og forløb, til at skrive ud.',
    roles: ['leder'],
  },
  {
    href: paths.equalUse,
    name: 'Lige brug af ordninger',
    about: 'Brugen inden for hver målgruppe efter oprindelse; små tal er skjult.',
    roles: ['leder'],
  },
];

/** The reports that this user may open. */
export function ReportIndexPage({ view }: { view: View }) {
  const roles = view.actor?.roles ?? [];
  const oversight = oversightFor({ roles });
  return (
    <Layout view={view} title="Rapporter">
      <ul class="rows">
        {REPORTS.filter((report) => report.roles.some((role) => roles.includes(role))).map(
          ({ href, name, about }) => (
            <li>
              <span>
                <a href={href}>{name}</a>
                <br />
                <span class="muted">{about}</span>
              </span>
            </li>
          ),
        )}
      </ul>
      {oversight.length > 0 && (
        <>
          <h2>Tilsyn</h2>
          <ul class="rows">
            {oversight.map(({ href, text }) => (
              <li>
                <a href={href}>{text}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </Layout>
  );
}
