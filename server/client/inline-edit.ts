/** A fact set right where it is read: opening it puts the keyboard in the field, Esc leaves it as it was. Enter saves by itself. */
export function startInlineEdit(): void {
  document.addEventListener(
    'toggle',
    (event) => {
      const box = event.target;
      if (!(box instanceof HTMLDetailsElement) || !box.open || box.dataset.inlineEdit === undefined) return;
      box.querySelector<HTMLInputElement>('input:not([type=hidden])')?.select();
    },
    // Toggle does not bubble.
    true,
  );
  document.addEventListener('htmx:after:settle', ({ target }) => {
    const cell = target instanceof Element ? target.closest('.list-fact') : null;
    cell?.querySelector<HTMLElement>('.fact-form [data-focus], .fact-undo button, .fact-pencil')?.focus();
  });
  document.addEventListener('keydown', (event) => {
    if (!(event.target instanceof Element)) return;
    const form = event.target.closest<HTMLFormElement>('.fact-form');
    if (event.key === 'Escape') form?.querySelector<HTMLElement>('[data-leave]')?.click();
    // A list to choose from does not send its form by itself, as a field does.
    if (event.key === 'Enter' && event.target instanceof HTMLSelectElement && form) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !(event.target instanceof Element)) return;
    const box = event.target.closest<HTMLDetailsElement>('details[data-inline-edit]');
    if (!box?.open) return;
    box.querySelector('form')?.reset();
    box.open = false;
    box.querySelector('summary')?.focus();
  });
}
