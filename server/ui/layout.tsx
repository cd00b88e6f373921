import type { ComponentChildren } from 'preact';
import type { Role } from '../../db/schema/users.ts';
import { paths } from '../paths.ts';
import type { View } from '../view.ts';
import { labels } from './labels.ts';
import { messageText } from './messages.ts';

interface LayoutProps {
  view: View;
  title: string;
  /** the page's one primary action, or a short line under the title */
  aside?: ComponentChildren;
  /** beside the message of what was just done: the way back */
  undo?: ComponentChildren;
  children: ComponentChildren;
}

interface NavItem {
  href: string;
  text: string;
  roles: Role[];
}

const NAVIGATION: NavItem[] = [
  { href: paths.home, text: 'Min dag', roles: ['konsulent'] },
  {
    href: paths.companies,
    text: 'Virksomheder',
    roles: ['konsulent', 'sagsbehandler', 'leder', 'administrator'],
  },
  { href: paths.jobOrders, text: 'Jobordrer', roles: ['konsulent', 'sagsbehandler', 'leder'] },
  { href: paths.citizens, text: 'Borgere', roles: ['sagsbehandler'] },
  { href: paths.terms, text: 'Ord', roles: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] },
  { href: paths.coverage, text: 'Dækning', roles: ['konsulent', 'leder', 'administrator'] },
  { href: paths.whyNotCitizens, text: 'Hvorfor ikke', roles: ['sagsbehandler'] },
  { href: paths.whyNotOrders, text: 'Hvorfor ikke', roles: ['konsulent', 'leder'] },
  { href: paths.setAsides, text: 'Fravalg', roles: ['konsulent', 'leder'] },
  { href: paths.runs, text: 'Matchkørsler', roles: ['konsulent', 'leder', 'administrator'] },
  { href: paths.imports, text: 'Import', roles: ['administrator'] },
  { href: paths.users, text: 'Brugere', roles: ['administrator'] },
  { href: paths.settings, text: 'Indstillinger', roles: ['administrator'] },
];

/** htmx without eval, without its own <style>, and only to our own address. */
const HTMX_CONFIG = JSON.stringify({ includeIndicatorCSS: false, mode: 'same-origin' });

export function Layout({ view, title, aside, undo, children }: LayoutProps) {
  const message = messageText(view.message);
  return (
    <html lang="da">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Samtlige`}</title>
        <link rel="icon" href={paths.asset('icon.svg')} type="image/svg+xml" />
        <link rel="preload" as="style" href={paths.asset('dkfds/css/dkfds.min.css')} />
        <link rel="stylesheet" href={paths.asset('samtlige.css')} />
        <meta name="htmx-config" content={HTMX_CONFIG} />
        <script src={paths.asset('htmx.min.js')} nonce={view.nonce} defer />
        <script src={paths.asset('client/page.js')} nonce={view.nonce} type="module" />
      </head>
      <body>
        <a class="skip" href="#indhold">
          Gå til indhold
        </a>
        <header class="top">
          <div class="top-line">
            <a class="brand" href={paths.home}>
              Samtlige
            </a>
            <span class="unit">{view.unitName}</span>
            {view.demo && <span class="demo-mark">Demodata</span>}
            {view.actor && <SignedIn view={view} />}
          </div>
          {view.actor && <Navigation view={view} />}
        </header>
        <main id="indhold" tabIndex={-1}>
          {message && (
            <div class="note note-done row-line" role="status">
              <span>
                <span aria-hidden="true">✓ </span>
                {message}
              </span>
              {undo}
            </div>
          )}
          <div class="title-line">
            <h1>{title}</h1>
            {aside && <div class="title-aside">{aside}</div>}
          </div>
          {children}
        </main>
        <footer class="bottom">
          {view.municipalityName} · Forslag er vejledende: det er altid et menneske, der vælger.
          {view.actor && (
            <>
              {' '}
              <a href={paths.weights}>Sådan tælles der</a>
            </>
          )}
        </footer>
      </body>
    </html>
  );
}

function Navigation({ view }: { view: View }) {
  const path = view.url.split('?')[0] ?? '/';
  const allowed = NAVIGATION.filter((item) => item.roles.some((role) => view.actor?.roles.includes(role)));
  // Whoever may see both sides of Hvorfor ikke finds the other from the first.
  const items = allowed.filter((item, at) => allowed.findIndex(({ text }) => text === item.text) === at);
  return (
    <nav aria-label="Hovedmenu" class="main-nav">
      <ul>
        {items.map((item) => (
          <li>
            <a href={item.href} aria-current={isCurrent(item.href, path) ? 'page' : undefined}>
              {item.text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function isCurrent(href: string, path: string): boolean {
  return href === paths.home ? path === href : path === href || path.startsWith(`${href}/`);
}

function SignedIn({ view }: { view: View }) {
  const roles = view.actor?.roles.map((role) => labels.role[role]).join(', ');
  return (
    <form class="signed-in" method="post" action={paths.signOut}>
      <FormToken view={view} />
      <span title={roles}>{view.actor?.name}</span>
      <button type="submit" class="link-button">
        Log ud
      </button>
    </form>
  );
}

/** Every form that changes something carries it (plugins/access.ts). */
export function FormToken({ view }: { view: View }) {
  return <input type="hidden" name="_token" value={view.formToken} />;
}
