/**
 * The board of an order: a card is dragged to a column, or moved by keys – space picks it up, arrows choose the column,
 * Enter puts it down, Esc lets it be. Either way the step's own page asks for what the step needs.
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
  }
  board.addEventListener('dragover', (event) => {
    const column = columnAt(event.target);
    if (column?.classList.contains('is-open')) event.preventDefault();
  });
  board.addEventListener('drop', (event) => {
    const column = columnAt(event.target);
    const card = document.getElementById(event.dataTransfer?.getData('text/plain') ?? '');
    const stage = column?.dataset.stage;
    if (!card || !stage || !stagesOf(card).includes(stage)) return;
    event.preventDefault();
    takeTo(card, stage);
  });
}

function byKey(board: HTMLElement, card: HTMLElement, event: KeyboardEvent): void {
  // Fields and links inside the card keep their own keys.
  if (event.target !== card) return;
  const stages = stagesOf(card);
  const chosen = card.dataset.chosen;
  if (chosen === undefined) {
    if (event.key !== ' ') return;
    event.preventDefault();
    choose(board, card, stages[0] ?? '');
    return;
  }
  const at = stages.indexOf(chosen);
  const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1 }[event.key];
  if (event.key === 'Enter' || event.key === ' ') takeTo(card, chosen);
  else if (event.key === 'Escape') letBe(board, card, 'Kortet bliver, hvor det er.');
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
  say(`${card.dataset.name}: til ${column?.dataset.title}. Enter flytter, Esc fortryder.`);
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
  window.location.assign(`${card.dataset.card}?til=${stage}`);
}

function stagesOf(card: HTMLElement): string[] {
  return (card.dataset.stages ?? '').split(' ').filter(Boolean);
}

function columnAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-stage]') : null;
}
