/**
 * The board of an order: a card is dragged to a column, or moved by keys – space picks it up, arrows choose the column,
 * Enter puts it down, Esc lets it be. Either way the step's own page asks for what the step needs, and a column that the
 * card may not go to says why on the card.
 */
export function startBoard(): void {
  const board = document.querySelector<HTMLElement>('[data-board]');
  if (!board) return;
  const cards = board.querySelectorAll<HTMLElement>('[data-card]');
  for (const card of cards) {
    const stages = stagesOf(card);
    if (stages.length === 0) continue;
    card.draggable = true;
    card.tabIndex = 0;
    card.addEventListener('dragstart', (event) => {
      event.dataTransfer?.setData('text/plain', card.id);
      card.classList.add('is-picked');
      mark(board, stages, null);
    });
    card.addEventListener('dragend', () => letBe(board, card));
    card.addEventListener('keydown', (event) => byKey(board, card, event));
    card.addEventListener('blur', () => letBe(board, card));
    // The card that was just moved: the keyboard goes on from there.
    if (window.location.hash === `#${card.id}`) card.focus();
  }
  board.addEventListener('dragover', (event) => {
    const column = columnAt(event.target);
    if (column) event.preventDefault();
  });
  board.addEventListener('drop', (event) => {
    const column = columnAt(event.target);
    const card = document.getElementById(event.dataTransfer?.getData('text/plain') ?? '');
    const stage = column?.dataset.stage;
    if (!card || !stage) return;
    event.preventDefault();
    takeTo(card, stage);
  });
}

function byKey(board: HTMLElement, card: HTMLElement, event: KeyboardEvent): void {
  // Fields and links inside the card keep their own keys.
  if (event.target !== card) return;
  const chosen = card.dataset.chosen;
  if (chosen === undefined) {
    if (event.key !== ' ') return;
    event.preventDefault();
    choose(board, card, stagesOf(card)[0] ?? '');
    return;
  }
  const stages = columnsFor(board, card);
  const at = stages.indexOf(chosen);
  const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1 }[event.key];
  if (event.key === 'Enter' || event.key === ' ') {
    letBe(board, card);
    takeTo(card, chosen);
  } else if (event.key === 'Escape') letBe(board, card, 'Kortet bliver, hvor det er.');
  else if (to === undefined) return;
  else choose(board, card, stages[Math.max(0, Math.min(stages.length - 1, to))] ?? chosen);
  event.preventDefault();
}

function choose(board: HTMLElement, card: HTMLElement, stage: string): void {
  card.dataset.chosen = stage;
  card.classList.add('is-picked');
  mark(board, stagesOf(card), stage);
  const column = board.querySelector<HTMLElement>(`[data-stage="${stage}"]`);
  column?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const refusal = refusalOf(card, stage);
  const to = column?.dataset.title;
  say(
    `${card.dataset.name}: ${refusal ? `ikke til ${to}. ${refusal}` : `til ${to}. Enter flytter, Esc fortryder.`}`,
  );
}

function letBe(board: HTMLElement, card: HTMLElement, told?: string): void {
  delete card.dataset.chosen;
  card.classList.remove('is-picked');
  mark(board, [], null);
  if (told) say(told);
}

function mark(board: HTMLElement, open: readonly string[], chosen: string | null): void {
  for (const column of board.querySelectorAll<HTMLElement>('[data-stage]')) {
    const stage = column.dataset.stage ?? '';
    column.classList.toggle('is-open', open.includes(stage));
    column.classList.toggle('is-chosen', stage === chosen);
  }
}

function say(text: string): void {
  const status = document.querySelector('[data-board-status]');
  if (status) status.textContent = text;
}

function takeTo(card: HTMLElement, stage: string): void {
  if (stagesOf(card).includes(stage)) window.location.assign(`${card.dataset.card}?til=${stage}`);
  else refuse(card, refusalOf(card, stage));
}

/** The card has not moved; it says why, and keeps the keyboard. */
function refuse(card: HTMLElement, refusal: string | undefined): void {
  card.querySelector('[data-refusal]')?.remove();
  if (!refusal) return;
  const note = document.createElement('p');
  note.className = 'note note-warn';
  note.dataset.refusal = '';
  note.setAttribute('role', 'alert');
  note.textContent = `! ${refusal}`;
  card.append(note);
  card.focus();
}

function refusalOf(card: HTMLElement, stage: string): string | undefined {
  const refusals: Record<string, string> = JSON.parse(card.dataset.refusals ?? '{}');
  return refusals[stage];
}

/** The columns that the card does not stand in, from left to right. */
function columnsFor(board: HTMLElement, card: HTMLElement): string[] {
  const all = [...board.querySelectorAll<HTMLElement>('[data-stage]')];
  return all.filter((column) => !column.contains(card)).map((column) => column.dataset.stage ?? '');
}

function stagesOf(card: HTMLElement): string[] {
  return (card.dataset.stages ?? '').split(' ').filter(Boolean);
}

function columnAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-stage]') : null;
}
