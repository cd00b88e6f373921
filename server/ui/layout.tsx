import type { ComponentChildren } from 'preact';
import { paths } from '../paths.ts';
import type { View } from '../view.ts';
import { labels } from './labels.ts';
import { messageText } from './messages.ts';
import { menuFor } from './navigation.ts';
import { Palette, PaletteButton } from './palette.tsx';
import { ShortcutDialog } from './shortcuts.tsx';

interface LayoutProps {
  view: View;
  title: string;
  /** the page's one primary action, or a short line under the title */
  aside?: ComponentChildren;
  /** beside the message of what was just done: the way back */
  undo?: ComponentChildren;
  children: ComponentChildren;
}

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
      <body data-single-keys={view.actor?.singleKeys ? '' : undefined}>
        <a class="skip" href="#indhold">
          Gå til indhold
        </a>
        <header class="top">
          <div class="top-line">
            <a class="brand" href={paths.home}>
              Samtlige
            </a>
            <span class="unit">{view.unitName}</span>
            {view.demo && (
              <span class="demo-mark">
                Demo<span class="wide-only">data</span>
              </span>
            )}
            {view.actor && <PaletteButton />}
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
          {view.municipalityName} · Forslag er vejledende: det er altid et menneske, der vælger.{' '}
          <a href={paths.algorithm}>Om algoritmen</a>
          {view.actor && (
            <>
              {' · '}
              <a href={paths.weights}>Sådan tælles der</a> · <a href={paths.legalRules}>Regler</a> ·{' '}
              <a href={paths.shortcuts}>Tastaturgenveje</a> · <a href={paths.apiGuide}>API</a>
            </>
          )}
        </footer>
        {view.actor && <Palette />}
        {view.actor && <ShortcutDialog />}
      </body>
    </html>
  );
}

function Navigation({ view }: { view: View }) {
  const path = view.url.split('?')[0] ?? '/';
  const items = menuFor({ roles: view.actor?.roles ?? [] });
  return (
    <nav aria-label="Hovedmenu" class="main-nav">
      <ul>
        {items.map((item) => (
          <li>
            <a
              href={item.href}
              data-go={item.key}
              aria-current={isCurrent(item.href, path) ? 'page' : undefined}
            >
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
      <a href={paths.own} title={`${roles}. Mine indstillinger`}>
        {view.actor?.name}
      </a>
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
