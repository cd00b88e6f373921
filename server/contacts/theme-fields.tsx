import { Choice, errorOf, type FormState } from '../ui/form.tsx';
import { listedWord, type TalkWords } from './talk-words.ts';

/** What the talk was about, and which schemes the firm was told of: the municipality's words, to be counted. */
export function ThemeFields({ form, words }: { form: FormState; words: TalkWords }) {
  const options = (name: string, list: readonly string[]): [string, string][] =>
    [...list, ...chosen(form, name).filter((word) => listedWord(word, list) === undefined)].map((word) => [
      word,
      word,
    ]);
  const open = ['tema', 'tilbud'].some((name) => errorOf(form, name) || chosen(form, name).length > 0);
  return (
    <details class="more" open={open}>
      <summary>Tema og tilbud</summary>
      <Choice form={form} name="tema" label="Tema" many options={options('tema', words.themes)} />
      <Choice
        form={form}
        name="tilbud"
        label="Tilbud, der blev fortalt om"
        many
        options={options('tilbud', words.offers)}
      />
    </details>
  );
}

function chosen(form: FormState, name: string): string[] {
  return [form.values[name] ?? []].flat().filter(Boolean);
}
