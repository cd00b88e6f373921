import type { FormidlingStage } from '../../db/schema/formidling.ts';
import { paths } from '../paths.ts';
import { labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import type { View } from '../view.ts';

interface PutOnBoardProps {
  view: View;
  orderId: number;
  citizenId: number;
  /** whom or what the button is about, read aloud */
  name: string;
  /** where the citizen stands on the order's board; undefined: not there */
  card: { id: number; stage: FormidlingStage } | undefined;
  /** where one comes back to */
  back: 'forslag' | 'par' | 'borger';
  /** of a list in pages: on which one comes back */
  page?: number;
}

/** One tap puts somebody on the order's board; who is there already shows where. */
export function PutOnBoard({ view, orderId, citizenId, name, card, back, page = 1 }: PutOnBoardProps) {
  if (card)
    return (
      <a class="match-link" href={paths.card(card.id)}>
        På tavlen: {labels.formidlingStage[card.stage]}
        <span class="sr-only"> ({name})</span>
      </a>
    );
  return (
    <form class="inline" method="post" action={paths.board(orderId)}>
      <FormToken view={view} />
      <input type="hidden" name="borger" value={String(citizenId)} />
      <input type="hidden" name="til" value={back} />
      {page > 1 && <input type="hidden" name="side" value={String(page)} />}
      <button type="submit" class="button button-small">
        Sæt på tavlen<span class="sr-only">: {name}</span>
      </button>
    </form>
  );
}
