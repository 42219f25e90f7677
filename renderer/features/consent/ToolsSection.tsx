/**
 * What the program can reach, and the tools it says it offers. The first is a fact, the second a claim.
 */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { BundleView } from '../../../app/contract/bundles.ts';
import { plural } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';

export function ReachSection(): ReactNode {
  return (
    <section aria-labelledby="reach-heading" className="gh-card">
      <Title order={2} id="reach-heading">
        What it can reach: everything you can
      </Title>
      <ul className="gh-reach">
        <li>read, change and delete every file that you can, on this computer and on connected drives,</li>
        <li>use your network and send to the internet what it reads,</li>
        <li>start other programs and go on in the background.</li>
      </ul>
      <p className="gh-tight gh-soft">Gatehouse shows and records what it starts. It does not confine it.</p>
    </section>
  );
}

export function ToolsSection({ bundle }: { readonly bundle: BundleView }): ReactNode {
  const { declaredTools, toolsGenerated } = bundle;
  return (
    <section aria-labelledby="tools-heading" className="gh-card">
      <Title order={2} id="tools-heading">
        Tools it says it offers
      </Title>
      {declaredTools.length === 0 ? (
        <p className="gh-tight">The bundle lists none. What it offers shows once it runs.</p>
      ) : (
        <>
          <p className="gh-tight gh-soft">
            {plural(declaredTools.length, 'tool')}, in the bundle’s own words. Nothing proves that they do what they
            say.
            {toolsGenerated && ' By its own word it offers more once it runs.'}
          </p>
          <DeclaredTools tools={declaredTools} />
        </>
      )}
    </section>
  );
}

function DeclaredTools({ tools }: { readonly tools: BundleView['declaredTools'] }): ReactNode {
  return (
    <dl className="gh-quoted gh-declared-tools">
      {tools.map((tool, index) => (
        <div key={index}>
          <dt>
            <VisibleText text={tool.name} mono />
          </dt>
          {tool.description !== undefined && (
            <dd className="gh-quoted-text">
              <VisibleText text={tool.description} prose />
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
