import { Choice, errorOf, type FormState, Select, TextArea, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { contentWord } from './content-words.ts';
import { partOf, type Shape } from './shape-form.ts';

interface ShapeFieldsProps {
  form: FormState;
  name: string;
  shape: Shape;
  /** codes of target groups with what they are called */
  groups: readonly [string, string][];
}

/** The fields of one kind of rule, drawn from its shape in contents.ts. */
export function ShapeFields({ form, name, shape, groups }: ShapeFieldsProps) {
  const { part, optional } = partOf(shape);
  const { title } = part;
  switch (part.kind) {
    case 'groups':
      return <GroupChoice form={form} name={name} title={title} groups={groups} />;
    case 'ticks':
      return part.of === 'order-types' ? (
        <Choice form={form} name={name} label={title} options={choices(labels.orderType)} many />
      ) : (
        <GroupTicks form={form} name={name} title={title} groups={groups} />
      );
    case 'yes':
      return <Choice form={form} name={name} label={title} options={[['ja', 'Ja']]} many />;
    case 'choice':
      return (
        <Select
          form={form}
          name={name}
          label={title}
          options={part.values.map((value): [string, string] => [value, contentWord(value)])}
        />
      );
    case 'number':
      return (
        <TextField
          form={form}
          name={name}
          label={title}
          inputMode={part.whole ? 'numeric' : 'decimal'}
          maxLength={10}
          {...(optional ? { required: false } : {})}
        />
      );
    case 'text':
      return part.shape.pattern ? (
        <TextField form={form} name={name} label={title} maxLength={5} />
      ) : (
        <TextArea form={form} name={name} label={title} rows={2} maxLength={part.shape.maxLength ?? 300} />
      );
    case 'object':
      return (
        <fieldset class={isShort(part.properties) ? 'rule-short' : 'rule-part'} id={`felt-${name}`}>
          {title && <legend>{title}</legend>}
          {optional && !isShort(part.properties) && (
            <p class="form-hint">Lad felterne stå tomme, når det ikke er sagt.</p>
          )}
          {part.properties.map(([key, each]) => (
            <ShapeFields form={form} name={`${name}.${key}`} shape={each} groups={groups} />
          ))}
        </fieldset>
      );
    case 'lines':
      return (
        <Lines form={form} name={name} title={title} item={part.item} most={part.most} groups={groups} />
      );
  }
}

/** Two fields that are one thing, such as a number and its unit, stand on one line. */
function isShort(properties: readonly [string, Shape][]): boolean {
  return (
    properties.length === 2 && properties.every(([, { type, enum: values }]) => type === 'integer' || values)
  );
}

interface LinesProps extends Omit<ShapeFieldsProps, 'shape'> {
  title: string;
  item: Shape;
  most: number;
}

/** The lines there are and two more; a blank one is passed over. */
function Lines({ form, name, title, item, most, groups }: LinesProps) {
  const error = errorOf(form, name);
  const used = Array.from({ length: most }, (_, at) => at).filter((at) =>
    Object.entries(form.values).some(
      ([field, value]) => field.startsWith(`${name}.${at}.`) && value !== '' && value !== undefined,
    ),
  );
  const shown = Math.min(most, (used.at(-1) ?? -1) + 3);
  return (
    <fieldset class={error ? 'rule-part form-error' : 'rule-part'} id={`felt-${name}`}>
      <legend>{title}</legend>
      {error && <span class="form-error-message">{error}</span>}
      <p class="form-hint">Den første linje, der passer, gælder. Tomme linjer tæller ikke.</p>
      {Array.from({ length: shown }, (_, at) => (
        <fieldset class="rule-line">
          <legend>Linje {at + 1}</legend>
          {partProperties(item).map(([key, each]) => (
            <ShapeFields form={form} name={`${name}.${at}.${key}`} shape={each} groups={groups} />
          ))}
        </fieldset>
      ))}
    </fieldset>
  );
}

function partProperties(shape: Shape): [string, Shape][] {
  return Object.entries(shape.properties ?? {});
}

interface GroupProps {
  form: FormState;
  name: string;
  title: string;
  groups: readonly [string, string][];
}

function GroupChoice({ form, name, title, groups }: GroupProps) {
  return (
    <div class="rule-groups">
      <Choice
        form={form}
        name={name}
        label={title}
        options={[
          ['alle', 'Alle målgrupper'],
          ['disse', 'Dem med kryds'],
        ]}
      />
      <GroupTicks form={form} name={`${name}.koder`} title={`${title}: dem med kryds`} groups={groups} />
    </div>
  );
}

/** Folded while nothing is ticked: twenty groups at each of six places are many. */
function GroupTicks({ form, name, title, groups }: GroupProps) {
  const ticked = new Set([form.values[name] ?? []].flat());
  const error = errorOf(form, name);
  return (
    <details class="group-ticks" open={ticked.size > 0 || error !== undefined}>
      <summary>{ticked.size === 0 ? title : `${title} (${ticked.size})`}</summary>
      <fieldset id={`felt-${name}`} class={error ? 'form-error' : undefined}>
        <legend class="sr-only">{title}</legend>
        {error && <span class="form-error-message">{error}</span>}
        {groups.map(([code, text]) => (
          <label class="tick">
            <input type="checkbox" name={name} value={code} checked={ticked.has(code)} /> {text}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
