/** A part of a page that could not be fetched: its place keeps what it had, and the page says why. A whole error page in a cell says nothing. */
export function tellOfFailedParts(): void {
  document.addEventListener('htmx:before:response', (event) => {
    const response = (event as CustomEvent<HtmxDetail>).detail.ctx?.response;
    if (!response || response.status < 400 || SAYS_ITSELF.includes(response.status)) return;
    if (response.headers.has('hx-redirect')) return;
    event.preventDefault();
    tell(response.status);
  });
  document.addEventListener('htmx:error', (event) => {
    if ((event as CustomEvent<HtmxDetail>).detail.ctx) tell(0);
  });
  // What works again needs no words.
  document.addEventListener('htmx:after:swap', () => document.querySelector('.part-failed')?.remove());
}

interface HtmxDetail {
  ctx?: { response?: { status: number; headers: Headers } };
}

/** The part itself says what is wrong with the field, or what somebody else has written meanwhile. */
const SAYS_ITSELF = [409, 422];

function tell(status: number): void {
  document.querySelector('.part-failed')?.remove();
  const note = document.createElement('p');
  note.className = 'note note-warn part-failed';
  note.setAttribute('role', 'alert');
  note.textContent = `⚠ ${reason(status)}`;
  document.querySelector('main')?.prepend(note);
}

function reason(status: number): string {
  if (status === 429) return 'For mange forsøg. Vent et øjeblik, og prøv igen.';
  if (status === 0 || status >= 500)
    return 'Serveren svarer ikke lige nu, og intet er gemt. Prøv igen om lidt.';
  return 'Det kan ikke gøres herfra mere, og intet er gemt. Hent siden igen, og se, hvordan det står.';
}
