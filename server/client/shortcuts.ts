/** Keys of one letter: only when the user has not turned them off, and never while something is being typed. */

const SEQUENCE_MS = 1500;

export function startShortcuts(): void {
  if (document.body.dataset.singleKeys === undefined) return;
  let goPressedAt = Number.NEGATIVE_INFINITY;

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.repeat) return;
    if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
    const afterGo = event.timeStamp - goPressedAt < SEQUENCE_MS;
    goPressedAt = Number.NEGATIVE_INFINITY;
    if (event.key === 'g') {
      goPressedAt = event.timeStamp;
      return;
    }
    const done = afterGo ? follow(`[data-go="${CSS.escape(event.key)}"]`) : press(event.key);
    if (done) event.preventDefault();
  });
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  );
}

function press(key: string): boolean {
  switch (key) {
    case '?':
      void showList();
      return true;
    case '/':
      return follow('[data-palette-open]');
    case 'n':
      return moveRow(1);
    case 'p':
      return moveRow(-1);
    default:
      return follow(`[data-key="${CSS.escape(key)}"]`);
  }
}

function follow(selector: string): boolean {
  const link = document.querySelector<HTMLElement>(selector);
  link?.click();
  return link !== null;
}

/** To the first link of the next or previous row, where Enter opens it. */
function moveRow(step: 1 | -1): boolean {
  const links = [...document.querySelectorAll('table.dense tbody tr')].flatMap(
    (row) => row.querySelector<HTMLElement>('a[href], button') ?? [],
  );
  const row = document.activeElement?.closest('tr') ?? null;
  const at = links.findIndex((link) => link.closest('tr') === row);
  const next = links[at < 0 ? (step === 1 ? 0 : links.length - 1) : at + step];
  next?.focus();
  return next !== undefined;
}

async function showList(): Promise<void> {
  const dialog = document.querySelector<HTMLDialogElement>('#genveje-dialog');
  const list = dialog?.querySelector('[data-list]');
  if (!dialog || !list) return;
  if (!list.hasChildNodes()) {
    const answer = await fetch(dialog.dataset.from ?? '');
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const found = page.querySelector('#genveje');
    if (!found) return location.assign(answer.url);
    list.replaceChildren(found);
  }
  dialog.showModal();
}
