/** The map under a finger, a wheel and the keys. Without this file its links do the same, a page at a time. */

const KEYS: Readonly<Record<string, string>> = {
  ArrowUp: 'op',
  ArrowDown: 'ned',
  ArrowLeft: 'venstre',
  ArrowRight: 'hoejre',
  '+': 'ind',
  '-': 'ud',
};
/** Steps of a look twice as near. */
const TWICE = 2;
/** Fewer pixels than this are a tap. */
const TAP = 5;

interface Drag {
  id: number;
  x: number;
  y: number;
}

let drag: Drag | null = null;
let dragged = false;
/** A wheel sends many small turns: one step at a time. */
let waiting = false;
/** Keys pressed in a hurry each start from where the one before ends. */
let moving: Promise<void> = Promise.resolve();
/** An answer that comes after a later question is not shown. */
let latest = 0;

export function startMap(): void {
  if (!document.getElementById('kort')) return;
  document.addEventListener('click', openInPlace);
  document.addEventListener('pointerdown', startDrag);
  document.addEventListener('pointermove', followDrag);
  document.addEventListener('pointerup', endDrag);
  document.addEventListener('pointercancel', () => {
    drag = null;
  });
  document.addEventListener('keydown', moveByKey);
  document.addEventListener('wheel', zoomByWheel, { passive: false });
  document.addEventListener('dragstart', (event) => {
    if (drawingAt(event.target)) event.preventDefault();
  });
  window.addEventListener('popstate', () => void show(window.location.href));
}

function drawingAt(target: EventTarget | null): SVGSVGElement | null {
  return target instanceof Element ? target.closest<SVGSVGElement>('.map-drawing') : null;
}

function openInPlace(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('[data-map]') : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  if (!dragged) void go(new URL(link.getAttribute('href') ?? '', window.location.href));
}

async function go(url: URL): Promise<void> {
  window.history.pushState(null, '', url);
  await show(url.href);
}

/** Takes the map out of the page that the server answers with; anything unexpected is left to the browser. */
async function show(href: string): Promise<void> {
  const way = document.activeElement?.getAttribute('data-map');
  const inFrame = document.activeElement?.classList.contains('map-frame');
  latest += 1;
  const asked = latest;
  const answer = await fetch(href).catch(() => null);
  const text = answer?.ok && !answer.redirected ? await answer.text() : '';
  if (asked !== latest) return;
  const next = new DOMParser().parseFromString(text, 'text/html').getElementById('kort');
  const old = document.getElementById('kort');
  if (!next || !old) {
    window.location.assign(href);
    return;
  }
  old.replaceWith(document.adoptNode(next));
  const { hash } = new URL(href);
  const target = hash ? document.getElementById(hash.slice(1)) : null;
  if (target) {
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'nearest' });
  } else if (inFrame) document.querySelector<HTMLElement>('.map-frame')?.focus();
  else if (way) document.querySelector<HTMLElement>(`[data-map="${way}"]`)?.focus();
}

function startDrag(event: PointerEvent): void {
  if (!drawingAt(event.target) || event.button !== 0 || drag) return;
  drag = { id: event.pointerId, x: event.clientX, y: event.clientY };
  dragged = false;
}

function followDrag(event: PointerEvent): void {
  const drawing = document.querySelector<SVGSVGElement>('.map-drawing');
  if (drag?.id !== event.pointerId || !drawing) return;
  const { x, y } = movedBy(drag, event);
  if (Math.hypot(x, y) < TAP) return;
  dragged = true;
  const units = unitsAPixel(drawing);
  drawing.querySelector('.map-ground')?.setAttribute('transform', `translate(${x * units} ${y * units})`);
}

function endDrag(event: PointerEvent): void {
  const drawing = document.querySelector<SVGSVGElement>('.map-drawing');
  if (drag?.id !== event.pointerId || !drawing) return;
  const { x, y } = movedBy(drag, event);
  drag = null;
  if (!dragged) return;
  // The click that follows a drag comes before this.
  setTimeout(() => {
    dragged = false;
  });
  const units = unitsAPixel(drawing);
  void go(lookAt(drawing, { right: -x * units, down: -y * units, zoom: 0 }));
}

function movedBy(from: Drag, event: PointerEvent): { x: number; y: number } {
  return { x: event.clientX - from.x, y: event.clientY - from.y };
}

function zoomByWheel(event: WheelEvent): void {
  const drawing = drawingAt(event.target);
  if (!drawing || event.deltaY === 0) return;
  event.preventDefault();
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
  }, 250);
  const box = drawing.getBoundingClientRect();
  const units = unitsAPixel(drawing);
  const zoom = event.deltaY < 0 ? TWICE : -TWICE;
  // What lies under the pointer stays there.
  const part = zoom > 0 ? 0.5 : -1;
  const right = (event.clientX - box.left - box.width / 2) * units * part;
  const down = (event.clientY - box.top - box.height / 2) * units * part;
  void go(lookAt(drawing, { right, down, zoom }));
}

function moveByKey(event: KeyboardEvent): void {
  const way = KEYS[event.key];
  const frame = event.target instanceof Element && event.target.classList.contains('map-frame');
  if (!way || !frame || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  moving = moving.then(() => step(way));
}

async function step(way: string): Promise<void> {
  const href = document.querySelector(`[data-map="${way}"]`)?.getAttribute('href');
  if (href) await go(new URL(href, window.location.href));
}

/** The page's address with another middle and zoom; the drawing says what a unit is. */
function lookAt(
  drawing: SVGSVGElement,
  { right, down, zoom }: { right: number; down: number; zoom: number },
): URL {
  const said = (name: string) => Number(drawing.getAttribute(`data-${name}`));
  const lat = said('lat') - down * said('lat-unit');
  const lon = said('lon') + right * said('lon-unit');
  const url = new URL(window.location.href);
  url.searchParams.set('midte', `${lat.toFixed(5)},${lon.toFixed(5)}`);
  url.searchParams.set('zoom', String(Math.min(said('max-zoom'), Math.max(0, said('zoom') + zoom))));
  url.searchParams.delete('side');
  url.hash = '';
  return url;
}

function unitsAPixel(drawing: SVGSVGElement): number {
  return Number(drawing.getAttribute('data-size')) / drawing.getBoundingClientRect().width;
}
