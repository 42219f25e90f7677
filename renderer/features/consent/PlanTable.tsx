/**
 * A whole launch plan, a row for each thing, in the order a program gets it. Nothing is cut or folded away.
 */
import type { ReactNode } from 'react';
import type { Finding, LaunchPlan } from '../../../app/contract/plan.ts';
import { PlanTextView } from '../../ui/PlanTextView.tsx';
import type { SecretContext } from '../../ui/secretWords.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { PlanRow } from './PlanRow.tsx';
import './consent.css';

export interface PlanTableProps {
  readonly plan: LaunchPlan;
  readonly findings: readonly Finding[];
  readonly secrets: SecretContext;
  /** The id of the heading that names the table. */
  readonly labelledBy: string;
}

/** What Gatehouse sets for every launch. No plan can set it: the name is refused before there is a plan. */
const MARK_NAME = 'GATEHOUSE_SERVER';

const RUNTIME_NAMES = { node: 'Node.js', python: 'Python', uv: 'uv' } as const;

export function PlanTable({ labelledBy, ...rows }: PlanTableProps): ReactNode {
  return (
    <table className="gh-plan" aria-labelledby={labelledBy}>
      <ProgramRows {...rows} />
      <ArgumentRows {...rows} />
      <tbody>
        <PlanRow subject="cwd" label="Working directory" findings={rows.findings}>
          <VisibleText text={rows.plan.cwd} mono />
        </PlanRow>
      </tbody>
      <EnvironmentRows {...rows} />
    </table>
  );
}

type RowsProps = Omit<PlanTableProps, 'labelledBy'>;

function ProgramRows({ plan, findings, secrets }: RowsProps): ReactNode {
  const { runtime } = plan;
  return (
    <tbody>
      <PlanRow subject="command" label="Program" findings={findings}>
        <PlanTextView text={plan.command} secrets={secrets} />
      </PlanRow>
      <PlanRow subject="resolvedCommand" label="which is the file" findings={findings}>
        {plan.resolvedCommand === undefined ? (
          'Not found on this computer.'
        ) : (
          <VisibleText text={plan.resolvedCommand} mono />
        )}
        {runtime !== undefined && (
          <div className="gh-soft">
            {RUNTIME_NAMES[runtime.name]} <VisibleText text={runtime.version} />,{' '}
            {runtime.provided === 'gatehouse' ? 'which Gatehouse brings' : 'found on this computer'}
          </div>
        )}
        {plan.commandSha256 !== undefined && (
          <div className="gh-soft">
            SHA-256 <VisibleText text={plan.commandSha256.replace(/^sha256:/, '')} mono />
          </div>
        )}
      </PlanRow>
    </tbody>
  );
}

function ArgumentRows({ plan, findings, secrets }: RowsProps): ReactNode {
  return (
    <tbody>
      {plan.args.length === 0 && (
        <PlanRow subject="args" label="Arguments" findings={findings}>
          None.
        </PlanRow>
      )}
      {plan.args.map((argument, index) => (
        <PlanRow key={index} subject={`args[${index}]`} label={`Argument ${index + 1}`} findings={findings}>
          <PlanTextView text={argument} secrets={secrets} />
        </PlanRow>
      ))}
    </tbody>
  );
}

function EnvironmentRows({ plan, findings, secrets }: RowsProps): ReactNode {
  const setsPath = plan.env.some(({ name }) => name === 'PATH');
  return (
    <tbody>
      {plan.env.length === 0 && (
        <PlanRow subject="env" label="Variables added" findings={findings}>
          None.
        </PlanRow>
      )}
      {plan.env.map(({ name, value }, index) => (
        <PlanRow key={index} subject={`env.${name}`} label={<VariableLabel name={name} />} findings={findings}>
          <PlanTextView text={value} secrets={secrets} />
        </PlanRow>
      ))}
      {!setsPath && (
        <PlanRow subject="path" label={<VariableLabel name="PATH" />} findings={findings}>
          <VisibleText text={plan.path} mono />
          <div className="gh-soft">Set by Gatehouse: the folders in which programs are looked for.</div>
        </PlanRow>
      )}
      <PlanRow subject="mark" label={<VariableLabel name={MARK_NAME} />} findings={findings}>
        Set by Gatehouse to a random mark, by which the program’s processes are found and ended.
      </PlanRow>
      <PlanRow subject="inheritedEnv" label="Variables handed on from your session" findings={findings}>
        <InheritedNames names={plan.inheritedEnv} />
      </PlanRow>
    </tbody>
  );
}

function InheritedNames({ names }: { readonly names: readonly string[] }): ReactNode {
  if (names.length === 0) return 'None.';
  return (
    <ul className="gh-names">
      {names.map((name) => (
        <li key={name}>
          <VisibleText text={name} mono />
        </li>
      ))}
    </ul>
  );
}

function VariableLabel({ name }: { readonly name: string }): ReactNode {
  return (
    <>
      Variable <VisibleText text={name} mono />
    </>
  );
}
