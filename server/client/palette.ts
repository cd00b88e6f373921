/** The command palette: Ctrl/⌘ K from anywhere, type, Enter. The server finds and ranks (server/search). */

const PAUSE = 120;

export function startPalette(): void {
  const dialog = document.querySelector<HTMLDialogElement>('#palette');
  const field = dialog?.querySelector<HTMLInputElement>('#palette-felt');
  const list = dialog?.querySelector<HTMLElement>('#palette-fund');
  const status = dialog?.querySelector<HTMLElement>('#palette-status');
  if (!dialog || !field || !list || !status) return;

  let asking: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let answered: string | null = null;
  /** Enter came before the answer: the first hit opens as soon as it is there */
  let openFirst = false;

  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.key.toLowerCase() !== 'k') return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else open();
  });
  document.addEventListener('click', (event) => {
    const opener = event.target instanceof Element && event.target.closest('[data-palette-open]');
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  // A click beside the box is on the dialog itself.
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => {
    clearTimeout(timer);
    asking?.abort();
    openFirst = false;
    // Opened from no field, the focus would stay in this one, and shortcuts think that something is being typed.
    if (document.activeElement === field) field.blur();
  });
  field.addEventListener('input', () => {
    openFirst = false;
    askSoon(PAUSE);
  });
  field.form?.addEventListener('submit', (event) => {
    event.preventDefault();
    if (answered === field.value) go(chosen());
    else {
      openFirst = true;
      askSoon(0);
    }
  });
  field.addEventListener('keydown', (event) => {
    const all = options();
    const at = all.findIndex((option) => option.getAttribute('aria-selected') === 'true');
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (to === undefined || all.length === 0) return;
    event.preventDefault();
    choose(all[(to + all.length) % all.length]);
  });

  function open(): void {
    if (dialog?.open || document.querySelector('dialog[open]')) return;
    dialog?.showModal();
    field?.select();
    askSoon(0);
  }

  function askSoon(pause: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), pause);
  }

  /** Only the latest question's answer counts: an earlier one is broken off. */
  async function ask(): Promise<void> {
    if (!field) return;
    asking?.abort();
    asking = new AbortController();
    const typed = field.value;
    try {
      const answer = await fetch(`${field.form?.action}?${new URLSearchParams({ q: typed })}`, {
        headers: { 'x-palette': 'ja' },
        signal: asking.signal,
      });
      // Signed out in the meantime, or refused: the page says so better than an empty list.
      if (answer.redirected || !answer.ok) return location.assign(answer.url);
      show(typed, await answer.text());
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      tell('Der er ingen forbindelse. Prøv igen om lidt.');
    }
  }

  function show(typed: string, html: string): void {
    const page = new DOMParser().parseFromString(html, 'text/html');
    list?.replaceChildren(...page.body.childNodes);
    answered = typed;
    const all = options();
    const none = typed.trim().length < 2 ? 'Skriv mindst to bogstaver.' : 'Intet fundet.';
    tell(all.length === 0 ? none : all.length === 1 ? '1 fundet' : `${all.length} fundet`);
    if (list) list.hidden = all.length === 0;
    field?.setAttribute('aria-expanded', String(all.length > 0));
    choose(all[0]);
    // Enter belongs to what stood in the field: an answer to what stood there before opens nothing.
    if (openFirst && typed === field?.value) go(all[0]);
  }

  function options(): HTMLAnchorElement[] {
    return [...(list?.querySelectorAll<HTMLAnchorElement>('[role=option]') ?? [])];
  }

  function chosen(): HTMLAnchorElement | undefined {
    return options().find((option) => option.getAttribute('aria-selected') === 'true');
  }

  function choose(option: HTMLAnchorElement | undefined): void {
    for (const other of options()) other.setAttribute('aria-selected', String(other === option));
    if (option) field?.setAttribute('aria-activedescendant', option.id);
    else field?.removeAttribute('aria-activedescendant');
    option?.scrollIntoView({ block: 'nearest' });
  }

  function go(option: HTMLAnchorElement | undefined): void {
    openFirst = false;
    if (!option) return;
    dialog?.close();
    location.assign(option.href);
  }

  function tell(text: string): void {
    if (status) status.textContent = text;
  }
}
