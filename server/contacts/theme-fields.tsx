import { type FormState, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { TEXT_LIMITS } from './rules.ts';

/** Suggestions only: a talk may be about anything. */
const THEMES = ['Rekruttering', 'Fastholdelse', labels.topic.opkvalificering, labels.topic.afskedigelse];
const OFFERS = [
  'smaajob',
  'loentilskud',
  'virksomhedspraktik',
  'fleksjob',
  'voksenlaerling',
  'mentor',
  'jobmesse',
  'partnerskab',
] as const;

/** What the talk was about, and which schemes the firm was told of. */
export function ThemeFields({ form }: { form: FormState }) {
  return (
    <details class="more">
      <summary>Tema og tilbud</summary>
      <TextField
        form={form}
        name="tema"
        label="Tema"
        hint="Hvad det handlede om, fx rekruttering eller fastholdelse"
        list="temaer"
        required={false}
        maxLength={TEXT_LIMITS.topic}
      />
      <TextField
        form={form}
        name="tilbud"
        label="Tilbud, der blev fortalt om"
        hint="Fx småjob, løntilskud, praktik eller mentor"
        list="tilbud-at-naevne"
        required={false}
        maxLength={TEXT_LIMITS.offer}
      />
      <datalist id="temaer">
        {THEMES.map((theme) => (
          <option value={theme} />
        ))}
      </datalist>
      <datalist id="tilbud-at-naevne">
        {OFFERS.map((offer) => (
          <option value={labels.topic[offer]} />
        ))}
      </datalist>
    </details>
  );
}
