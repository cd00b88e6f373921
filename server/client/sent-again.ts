/**
 * "Tilbage" fetches a form anew, with another key and with what was typed in it: sent once more it would be one row more. As it
 * was sent it has the key it had, which the server knows; with anything changed it is something new.
 */

interface Sent {
  key: string;
  fields: string;
}

/** Of this one entry of the browser's history. */
interface EntryState {
  sent?: Sent;
}

export function sendOnceAcrossBack(): void {
  // Before htmx reads the fields.
  document.addEventListener('submit', ({ target }) => remember(target), true);
}

function remember(form: EventTarget | null): void {
  const key = form instanceof HTMLFormElement ? form.elements.namedItem('formularnoegle') : null;
  if (!(form instanceof HTMLFormElement) || !(key instanceof HTMLInputElement)) return;
  const state: EntryState | null = history.state;
  const fields = fieldsOf(form);
  if (cameBack() && state?.sent?.fields === fields) key.value = state.sent.key;
  history.replaceState({ ...state, sent: { key: key.value, fields } } satisfies EntryState, '');
}

function cameBack(): boolean {
  const [arrival] = performance.getEntriesByType('navigation');
  return arrival instanceof PerformanceNavigationTiming && arrival.type === 'back_forward';
}

/** All but what the server makes anew for each page. */
function fieldsOf(form: HTMLFormElement): string {
  const written = [...new FormData(form)].filter(
    ([name, value]) => !['_token', 'formularnoegle'].includes(name) && typeof value === 'string',
  );
  return JSON.stringify([form.action, ...written]);
}
