import type { ComponentChildren } from 'preact';

export function List<Item>({
  items,
  empty,
  children,
}: {
  items: readonly Item[];
  empty: string;
  children: (item: Item) => ComponentChildren;
}) {
  if (items.length === 0) return <p class="muted">{empty}</p>;
  return (
    <ul class="rows">
      {items.map((item) => (
        <li>{children(item)}</li>
      ))}
    </ul>
  );
}
