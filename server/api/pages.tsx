import { paths } from '../paths.ts';
import type { Access } from '../plugins/access.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import type { Endpoint, Feature } from './guide.ts';

interface ApiGuideProps {
  view: View;
  features: readonly Feature[];
  publicUrl: string;
}

/** Every call that other programs may make, from the OpenAPI document, with how to sign in. */
export function ApiGuidePage({ view, features, publicUrl }: ApiGuideProps) {
  return (
    <Layout
      view={view}
      title="Adgang for andre programmer"
      aside={<a href={paths.openApi}>OpenAPI-dokumentet (JSON)</a>}
    >
      <SignIn publicUrl={publicUrl} />
      <Rules />
      <nav class="api-features" aria-label="Emner">
        <ul>
          {features.map(({ name }) => (
            <li>
              <a href={`#${anchorOf(name)}`}>{name}</a>
            </li>
          ))}
        </ul>
      </nav>
      {features.map((feature) => (
        <section class="api-feature" id={anchorOf(feature.name)}>
          <h2>{feature.name}</h2>
          {feature.endpoints.map((endpoint) => (
            <Call endpoint={endpoint} />
          ))}
        </section>
      ))}
    </Layout>
  );
}

function SignIn({ publicUrl }: { publicUrl: string }) {
  return (
    <section>
      <h2>Log ind</h2>
      <p>
        Et program viser en adgangsnøgle, som en administrator har lavet til det. Den har et navn, roller,
        områder og en sidste dag: programmet må, hvad et menneske med rollen må, på de områder nøglen åbner.
        En ukendt eller udløbet nøgle giver 401, et område den ikke åbner 403, og flere kald i minuttet end
        nøglen giver 429.
      </p>
      <pre class="api-example">{`curl -H 'Authorization: Bearer samtlige_…' \\
  '${publicUrl}${paths.api('companies')}?reach=ikke_kontaktet&limit=50'`}</pre>
      <p>
        En side i browseren bruger sin session; kald, der ændrer noget, skal da have adressen her i{' '}
        <code>Origin</code>.
      </p>
    </section>
  );
}

function Rules() {
  return (
    <section>
      <h2>Fælles for alle kald</h2>
      <ul>
        <li>
          Lister svarer med <code>items</code> og <code>nextCursor</code>. Send den uændret som{' '}
          <code>cursor</code>, indtil den er null: ingen række kommer to gange, og ingen springes over, selv
          om der kommer nye til.
        </li>
        <li>
          Det, der kan ændres, har en <code>ETag</code>. Send den i <code>If-Match</code> ved en ændring: uden
          den svares 428, og har nogen rettet imens, 412. Med <code>If-None-Match</code> svares 304, når intet
          er ændret.
        </li>
        <li>
          Datoer er lokale (ÅÅÅÅ-MM-DD), tidspunkter er i UTC, andele er 0-1. Fejl er{' '}
          <code>application/problem+json</code> på dansk, med felterne i <code>errors</code>.
        </li>
        <li>Visninger af borgere logges, som når et menneske ser dem.</li>
      </ul>
    </section>
  );
}

function Call({ endpoint }: { endpoint: Endpoint }) {
  const { method, url, summary, access, parameters, fields, answers, tagged, scopes } = endpoint;
  return (
    <details class="api-call">
      <summary>
        <span class={method === 'GET' ? 'api-method' : 'api-method api-changes'}>{method}</span>{' '}
        <code>{url}</code>
        <span class="api-summary">{summary}</span>
      </summary>
      <p>
        <b>Adgang:</b> {accessText(access)}. <b>Nøgle:</b> {scopeText(scopes)}.{tagged && ' Har ETag.'}{' '}
        <b>Svar:</b> {answers.join(', ')}
      </p>
      <Words title="Kan spørges med" words={parameters} />
      <Words title="Sendes" words={fields} />
    </details>
  );
}

function Words({ title, words }: { title: string; words: Endpoint['fields'] }) {
  if (words.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <dl class="api-words">
        {words.map(({ name, required, description }) => (
          <div>
            <dt>
              <code>{name}</code>
              {required && <span class="muted"> (skal)</span>}
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function accessText(access: Access): string {
  if (access === 'public') return 'alle';
  if (access === 'signed-in') return 'alle, der er logget ind';
  if (access === 'worker') return 'regnere på andre maskiner';
  return access.map((role) => labels.role[role].toLowerCase()).join(', ');
}

function scopeText(scopes: Endpoint['scopes']): string {
  if (scopes === undefined) return 'ingen';
  return scopes.length === 0 ? 'enhver' : scopes.join(' og ');
}

function anchorOf(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}
