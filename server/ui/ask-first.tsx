import type { View } from '../view.ts';
import { FormToken } from './layout.tsx';

interface AskFirstProps {
  view: View;
  /** where it is sent to */
  action: string;
  /** what it does: "Træk tilbage" */
  text: string;
  /** the row's name, for those who hear one button after another */
  about?: string;
  /** what cannot be undone */
  consequence: string;
}

/** What has no way back takes two taps: the first tells what follows. */
export function AskFirst({ view, action, text, about, consequence }: AskFirstProps) {
  return (
    <details class="ask-first">
      <summary>
        {text}
        {about && <span class="sr-only"> {about}</span>}
      </summary>
      <form method="post" action={action}>
        <FormToken view={view} />
        <p>{consequence}</p>
        <button type="submit" class="button button-small">
          Ja, {text.charAt(0).toLowerCase() + text.slice(1)}
          {about && <span class="sr-only"> {about}</span>}
        </button>
      </form>
    </details>
  );
}
