import type { ComponentChildren } from 'preact';
import { paths } from '../paths.ts';
import { Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import type { FirmHead } from './head.ts';
import { BarMark } from './marks.tsx';

type FirmTab = 'overview' | 'persons' | 'records' | 'facts';

interface FrameProps {
  view: View;
  firm: FirmHead;
  tab: FirmTab;
  undo?: ComponentChildren;
  children: ComponentChildren;
}

/** The pages beside a firm's front page: the same name, the same ways on. */
export function FirmFrame({ view, firm, tab, undo, children }: FrameProps) {
  return (
    <Layout view={view} title={firm.name} aside={<BarMark bar={firm.bar} />} undo={undo}>
      <FirmTabs firm={firm} tab={tab} />
      {children}
    </Layout>
  );
}

export function FirmTabs({
  firm,
  tab,
}: {
  firm: Pick<FirmHead, 'pNumber' | 'persons' | 'records'>;
  tab: FirmTab;
}) {
  const { pNumber } = firm;
  const tabs: [FirmTab, string, string][] = [
    ['overview', paths.company(pNumber), 'Overblik'],
    ['persons', paths.persons(pNumber), `Personer (${firm.persons})`],
    ['records', paths.records(pNumber), `Aftaler og planer (${firm.records})`],
    ['facts', paths.firmFacts(pNumber), 'Stamdata'],
  ];
  return (
    <nav aria-label="Virksomhedens sider">
      <ul class="page-tabs">
        {tabs.map(([key, href, text]) => (
          <li>
            <a href={href} aria-current={key === tab ? 'page' : undefined}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
