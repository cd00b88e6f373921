import { paths } from '../paths.ts';
import { ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import type { OrderDetails } from './queries.ts';
import { TEMPLATE_NAME_LIMIT } from './templates.ts';

interface SaveTemplateProps {
  view: View;
  details: OrderDetails;
  form: FormState;
}

export function SaveTemplatePage({ view, details: { order, firmName }, form }: SaveTemplateProps) {
  return (
    <Layout view={view} title="Gem som skabelon">
      <p class="lead">
        {order.title} · {firmName}
      </p>
      <form method="post" action={paths.saveTemplate(order.id)} class="narrow">
        <FormToken view={view} />
        <ErrorSummary form={form} />
        <TextField
          form={form}
          name="navn"
          label="Skabelonens navn"
          hint="Alt fra ordren følger med, undtagen start og frist."
          required
          maxLength={TEMPLATE_NAME_LIMIT}
        />
        <div class="button-row">
          <button type="submit" class="button button-primary">
            Gem skabelon
          </button>
          <a href={paths.jobOrder(order.id)}>Fortryd</a>
        </div>
      </form>
    </Layout>
  );
}
