/**
 * A form that has stood open may be sent by somebody who has been signed out meanwhile, or whose server is just being
 * started anew: what was written would be gone. So it asks first, and the form stays where it is until it can be taken.
 */

/** Quicker than that nobody is signed out for being away. */
const ASK_AFTER_MS = 60_000;
/** A text that nobody would like to write twice. */
const WORTH_KEEPING = 20;
const OWN_PAGE = '/mine-indstillinger';

let known = Date.now();
const passed = new WeakSet<HTMLFormElement>();
const asking = new WeakSet<HTMLFormElement>();

export function askBeforeSending(): void {
  document.addEventListener(
    'submit',
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || form.method !== 'post' || !tokenOf(form)) return;
      if (passed.delete(form) || !isWorthAsking(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!asking.has(form)) void askAndSend(form, event.submitter);
    },
    // Before htmx, and before the form counts as sent.
    true,
  );
}

function isWorthAsking(form: HTMLFormElement): boolean {
  const texts = form.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('textarea, input[type=text]');
  const written = [...texts].some(
    (one) => one.value !== one.defaultValue && one.value.length >= WORTH_KEEPING,
  );
  return written || Date.now() - known > ASK_AFTER_MS;
}

async function askAndSend(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
  asking.add(form);
  const hindrance = await hindranceNow();
  asking.delete(form);
  document.querySelector('[data-not-sent]')?.remove();
  if (hindrance) return tell(form, button, hindrance);
  passed.add(form);
  form.requestSubmit(button);
  // A field that is not filled in stops it before anything is sent.
  passed.delete(form);
}

interface Hindrance {
  text: string;
  signIn: boolean;
}

/** Null: the same one is signed in, and the page's forms carry the token of that session. */
async function hindranceNow(): Promise<Hindrance | null> {
  const answer = await fetch(OWN_PAGE).catch(() => null);
  if (!answer?.ok)
    return { text: 'Serveren svarer ikke lige nu, og intet er gemt. Prøv igen om lidt.', signIn: false };
  if (new URL(answer.url).pathname.startsWith('/log-ind'))
    return { text: 'Du er logget ud, og intet er gemt.', signIn: true };
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const [now, then] = [page, document].map((one) => one.querySelector('.signed-in a')?.textContent);
  if (now && now !== then)
    return { text: `Her er nu logget ind som ${now}, og intet er gemt.`, signIn: false };
  const fresh = page.querySelector<HTMLInputElement>('[name=_token]')?.value;
  if (fresh)
    for (const field of document.querySelectorAll<HTMLInputElement>('[name=_token]')) field.value = fresh;
  known = Date.now();
  return null;
}

function tell(form: HTMLFormElement, button: HTMLElement | null, { text, signIn }: Hindrance): void {
  const note = document.createElement('div');
  note.className = 'note note-warn';
  note.dataset.notSent = '';
  note.tabIndex = -1;
  note.setAttribute('role', 'alert');
  note.append(`⚠ ${text} `);
  if (signIn) {
    const link = document.createElement('a');
    link.href = '/log-ind';
    link.target = '_blank';
    link.textContent = 'Log ind i en ny fane';
    note.append(link, ', kom tilbage hertil, og tryk igen. ');
  }
  note.append('Det, du har skrevet, står her stadig.');
  const row = button?.closest('.button-row, .log-line-row, .row-line') ?? button;
  if (row && form.contains(row)) row.before(note);
  else form.append(note);
  note.focus();
}

function tokenOf(form: HTMLFormElement): HTMLInputElement | null {
  return form.querySelector('[name=_token]');
}
