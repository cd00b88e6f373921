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
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !(event.target instanceof Element)) return;
    const box = event.target.closest<HTMLDetailsElement>('details[data-inline-edit]');
    if (!box?.open) return;
    box.querySelector('form')?.reset();
    box.open = false;
    box.querySelector('summary')?.focus();
  });
}
