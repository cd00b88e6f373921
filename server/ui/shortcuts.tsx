import { paths } from '../paths.ts';
import { menuFor } from './navigation.ts';

interface Shortcut {
  /** pressed one after the other; those in one text at the same time */
  keys: readonly string[];
  text: string;
  /** of one letter: can be turned off (WCAG 2.1.4) */
  single: boolean;
}

/** What the keyboard does, for this user's menu (server/client/shortcuts.ts does it). */
export function shortcutsFor(viewer: Parameters<typeof menuFor>[0]): Shortcut[] {
  const goTo = menuFor(viewer).flatMap(({ key, text }) =>
    key ? [{ keys: ['g', key], text: `Gå til ${text}`, single: true }] : [],
  );
  return [
    { keys: ['Ctrl K'], text: 'Søg og gå til, overalt (⌘ K på Mac)', single: false },
    { keys: ['/'], text: 'Det samme', single: true },
    ...goTo,
    { keys: ['n'], text: 'Næste række i tabellen; Enter åbner den', single: true },
    { keys: ['p'], text: 'Forrige række', single: true },
    { keys: ['l'], text: 'Log kontakt, på en virksomheds side', single: true },
    { keys: ['b'], text: 'Besøgsark, på en virksomheds side', single: true },
    { keys: ['?'], text: 'Denne liste', single: true },
  ];
}

export function ShortcutList({ shortcuts, on }: { shortcuts: readonly Shortcut[]; on: boolean }) {
  return (
    <div id="genveje">
      <dl class="shortcuts">
        {shortcuts.map(({ keys, text, single }) => (
          <div class={single && !on ? 'muted' : undefined}>
            <dt>
              {keys.map((key, at) => (
                <>
                  {at > 0 && ' så '}
                  <kbd>{key}</kbd>
                </>
              ))}
            </dt>
            <dd>
              {text}
              {single && !on && ' (slået fra)'}
            </dd>
          </div>
        ))}
      </dl>
      <p>
        Genveje med ét tegn virker ikke, mens du skriver i et felt.{' '}
        <a href={paths.own}>{on ? 'Slå dem fra, fx hvis du dikterer' : 'Slå dem til'}</a>
      </p>
    </div>
  );
}

/** Shown on "?"; filled from the page of the same list. */
export function ShortcutDialog() {
  return (
    <dialog id="genveje-dialog" class="palette" aria-labelledby="genveje-titel" data-from={paths.shortcuts}>
      <div class="row-line">
        <h2 id="genveje-titel">Tastaturgenveje</h2>
        <form method="dialog">
          <button type="submit" class="button button-small">
            Luk
          </button>
        </form>
      </div>
      <div data-list="" />
    </dialog>
  );
}
