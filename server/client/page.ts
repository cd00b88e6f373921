/** Small comforts on every page; all of them work without this file as well. */

import { startBoard } from './board.ts';
import { tellOfFailedParts } from './failed-parts.ts';
import { startInlineEdit } from './inline-edit.ts';
import { startMap } from './map.ts';
import { startPalette } from './palette.ts';
import { sendOnceAcrossBack } from './sent-again.ts';
import { startShortcuts } from './shortcuts.ts';
import { askBeforeSending } from './still-signed-in.ts';

focusErrors();
askBeforeSending();
sendOnceAcrossBack();
guardDoubleSubmit();
dateShortcuts();
keepFocus();
tellOfFailedParts();
startInlineEdit();
startPalette();
startShortcuts();
startMap();
startBoard();
showWhereOneIs();

/** After a failed form the summary is read aloud and the keyboard starts there. */
function focusErrors(): void {
  document.querySelector<HTMLElement>('[data-focus]')?.focus();
}

/** One click, one effect; the server has its own guard. */
function guardDoubleSubmit(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post' || form.dataset.sent) {
      if (form instanceof HTMLFormElement && form.dataset.sent) event.preventDefault();
      return;
    }
    form.dataset.sent = 'yes';
    setTimeout(() => delete form.dataset.sent, 5000);
  });
  // A page that the browser brings back with "Tilbage" can be sent again.
  window.addEventListener('pageshow', () => {
    for (const form of document.forms) delete form.dataset.sent;
  });
}

/** What had the focus is swapped away: it goes on in what came instead, so that Tab does not start over at the top. */
function keepFocus(): void {
  let lost = false;
  document.addEventListener('htmx:before:swap', () => {
    lost = document.activeElement !== document.body;
  });
  document.addEventListener('htmx:after:settle', ({ target }) => {
    if (!lost || document.activeElement !== document.body || !(target instanceof HTMLElement)) return;
    const next = ['[data-focus]', 'button', 'a[href]'].map((kind) => target.querySelector<HTMLElement>(kind));
    (next.find(Boolean) ?? document.querySelector('main'))?.focus();
  });
}

/** `<button type="button" data-date-for="felt-x" data-date="2026-12-01">`: fills a date field with one tap. */
function dateShortcuts(): void {
  document.addEventListener('click', (event) => {
    const button =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-date-for]') : null;
    const field = button && document.getElementById(button.dataset.dateFor ?? '');
    if (!(field instanceof HTMLInputElement)) return;
    field.value = button?.dataset.date ?? '';
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

/** On a narrow screen the menu scrolls sideways: it starts where the page one is on is named. */
function showWhereOneIs(): void {
  const menu = document.querySelector<HTMLElement>('.main-nav ul');
  const here = menu?.querySelector<HTMLElement>('[aria-current]');
  if (!menu || !here || menu.scrollWidth <= menu.clientWidth) return;
  const [outer, inner] = [menu.getBoundingClientRect(), here.getBoundingClientRect()];
  menu.scrollLeft = inner.left - outer.left - (outer.width - inner.width) / 2;
}
