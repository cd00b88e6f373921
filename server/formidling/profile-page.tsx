import type { DisclosureTopic } from '../../db/schema/citizen-work.ts';
import { paths } from '../paths.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { type AnonymousProfile, LEAST_ALIKE } from './profile.ts';
import type { ShownCard } from './rights.ts';

interface ProfilePageProps {
  view: View;
  shown: ShownCard;
  anonymous: AnonymousProfile;
  /** null: the citizen has not said yes, or nothing may be told */
  disclosed: [topic: DisclosureTopic, text: string][] | null;
}

/** What the firm may hear: criteria alone before the yes, after it exactly what the citizen has allowed. For print. */
export function ProfilePage({ view, shown, anonymous, disclosed }: ProfilePageProps) {
  const { card, order } = shown;
  return (
    <Layout
      view={view}
      title={`Profil til ${shown.firmName}`}
      aside={
        <a class="button" href={paths.card(card.id)}>
          Til kortet
        </a>
      }
    >
      <p class="lead">
        {order.title} · {labels.orderType[order.type]}
      </p>
      {disclosed ? (
        <section class="panel" aria-labelledby="aftalt">
          <h2 id="aftalt">Efter borgerens ja</h2>
          <dl class="facts">
            {disclosed.map(([topic, text]) => (
              <>
                <dt>{labels.disclosure[topic]}</dt>
                <dd>{text}</dd>
              </>
            ))}
          </dl>
          <p class="muted no-print">Netop det, borgeren har sagt ja til. Alt andet bliver i huset.</p>
        </section>
      ) : (
        <section class="panel" aria-labelledby="anonym">
          <h2 id="anonym">En kandidat opfylder</h2>
          {anonymous.lines.length === 0 ? (
            <p>
              Der kan ikke siges noget om kandidaten, uden at det kunne pege på én person. Spørg borgeren
              først.
            </p>
          ) : (
            <ul>
              {anonymous.lines.map((line) => (
                <li>{line}</li>
              ))}
            </ul>
          )}
          <p class="muted no-print">
            Kun ordrens egne kriterier, aldrig navn, nummer eller borgerens ord. Det, der står her, passer på
            mindst {LEAST_ALIKE} personer.
            {anonymous.left > 0 &&
              ` ${anonymous.left === 1 ? 'Ét kriterium er' : `${anonymous.left} kriterier er`} udeladt, fordi for få opfylder det.`}
          </p>
        </section>
      )}
      {!disclosed && (
        <p class="muted no-print">
          {card.answer === 'ja'
            ? 'Borgeren har sagt ja, men ingen har noteret, hvad virksomheden må få at vide.'
            : 'Navnet kommer på, når borgeren har sagt ja til netop denne ordre.'}
        </p>
      )}
    </Layout>
  );
}
