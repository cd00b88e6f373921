/**
 * Reads the occupation blocks. A block starts with "# key"; each line is a name, two spaces and items divided by " | ";
 * a line that starts with "  +  " goes on. "text :40:5" is 40 per cent, valid 5 years; "-" is blank; in a narrow title
 * the items are title, requirements, tasks divided by " / ", certificates.
 */
import type { NarrowTitle, Occupation } from './occupation.ts';

export function readOccupations(text: string): Occupation[] {
  return text
    .trim()
    .replaceAll('\n  +  ', ' | ')
    .split('\n\n')
    .map((block) => readBlock(block.split('\n')));
}

function readBlock([head = '', ...lines]: string[]): Occupation {
  const key = head.replace('# ', '');
  const found = (name: string) =>
    lines
      .filter((line) => line.startsWith(`${name}  `))
      .map((line) => line.slice(name.length + 2).split(' | '));
  const items = (name: string) => found(name)[0] ?? [];
  const needed = (name: string) => {
    const list = items(name);
    if (list.length === 0) throw new Error(`Occupation ${key} has no ${name}`);
    return list;
  };
  const [citizens = 0, orders = 0] = needed('weight').map(Number);
  return {
    key,
    trades: needed('trades'),
    weight: [citizens, orders],
    goals: needed('goals'),
    titles: needed('titles'),
    skills: needed('skills'),
    certificates: items('certificates').map(readShare),
    licences: needed('licences')
      .map(readShare)
      .map(([category, , percent]) => [category, percent]),
    orderTitles: [...items('orders'), ...found('narrow').map(readNarrowTitle)],
    tasks: needed('tasks'),
    requirements: needed('requirements'),
    wishes: needed('wishes'),
    learnable: needed('learnable'),
    orderCertificates: items('asks')
      .map(readShare)
      .map(([certificate, , percent]) => [certificate, percent]),
    orderLicences: items('drives')
      .map(readShare)
      .map(([category, , percent]) => [category, percent]),
    danish: needed('danish').map((level) => (level === '-' ? '' : level)),
    times: needed('times').map((times) => times.replaceAll('+', '|')),
    apprentice: items('apprentice')[0],
    youthTitles: found('youth')[0],
  };
}

function readShare(item: string): [text: string, years: number | null, percent: number] {
  const [text = '', percent, years] = item.split(/ ?:/);
  return [text, years === undefined ? null : Number(years), Number(percent)];
}

function readNarrowTitle([
  title = '',
  requirements = '',
  tasks = '',
  certificates = '',
]: string[]): NarrowTitle {
  return {
    title,
    requirements: requirements.split(', '),
    ...(tasks === '' ? {} : { tasks: tasks.split(' / ') }),
    ...(certificates === '' ? {} : { certificates: certificates.split(', ') }),
  };
}
