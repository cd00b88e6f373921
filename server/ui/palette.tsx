import { paths } from '../paths.ts';

/** Opens the palette; without JavaScript the same search is a page. */
export function PaletteButton() {
  return (
    <a class="palette-open" href={paths.search} data-palette-open="" aria-keyshortcuts="Control+K Meta+K">
      Søg <kbd>Ctrl K</kbd>
    </a>
  );
}

/** Everything at one key: a combo box over a list box (WAI-ARIA); server/client/palette.ts fills it. */
export function Palette() {
  return (
    <dialog id="palette" class="palette" aria-label="Søg og gå til">
      <form method="get" action={paths.search}>
        <input
          class="form-input"
          id="palette-felt"
          name="q"
          type="text"
          role="combobox"
          aria-label="Virksomhed, jobordre, borger, kollega eller side"
          aria-autocomplete="list"
          aria-expanded="false"
          aria-controls="palette-fund"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          maxLength={100}
          placeholder="Virksomhed, ordre, borger eller side"
        />
      </form>
      <div id="palette-fund" class="palette-hits" role="listbox" aria-label="Fundet" hidden />
      <p class="palette-note" role="status" id="palette-status" />
      <p class="palette-keys" aria-hidden="true">
        <kbd>↑</kbd> <kbd>↓</kbd> vælg · <kbd>Enter</kbd> åbn · <kbd>Esc</kbd> luk
      </p>
    </dialog>
  );
}
