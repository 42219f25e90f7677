/**
 * The arguments, one per row. Enter adds a row below, Alt and an arrow moves the row, and every key has a button too.
 */
import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { addArg, moveArg, removeArg, setArg } from './typedForm.ts';
import type { TypedFields } from './typedForm.ts';

export interface ArgumentRowsProps {
  readonly fields: TypedFields;
  readonly onChange: (fields: TypedFields) => void;
}

export function ArgumentRows({ fields, onChange }: ArgumentRowsProps): ReactNode {
  const group = useRef<HTMLDivElement>(null);
  const focusNext = useRef<number>(undefined);
  useEffect(() => {
    if (focusNext.current === undefined) return;
    group.current?.querySelector<HTMLInputElement>(`[data-row="${focusNext.current}"]`)?.focus();
    focusNext.current = undefined;
  });

  const add = (afterId?: number): void => {
    focusNext.current = fields.nextId;
    onChange(addArg(fields, afterId));
  };
  const remove = (id: number, index: number): void => {
    focusNext.current = (fields.args[index + 1] ?? fields.args[index - 1])?.id;
    onChange(removeArg(fields, id));
  };
  const move = (id: number, by: -1 | 1): void => {
    focusNext.current = id;
    onChange(moveArg(fields, id, by));
  };
  const onKeyDown = (event: KeyboardEvent, id: number): void => {
    const isMove = event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown');
    if (isMove) move(id, event.key === 'ArrowUp' ? -1 : 1);
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) add(id);
    else return;
    event.preventDefault();
  };

  return (
    <Input.Wrapper
      label="Arguments"
      labelElement="div"
      description="One per row, without quotation marks: a row is handed over exactly as it stands. Enter adds a row, Alt and an arrow key moves it."
    >
      <div className="gh-form-rows" role="group" aria-label="Arguments" ref={group}>
        {fields.args.map(({ id, value }, index) => (
          <div key={id} className="gh-arg-row">
            <span className="gh-row-number gh-soft" aria-hidden>
              {index + 1}
            </span>
            <TextInput
              aria-label={`Argument ${index + 1}`}
              data-row={id}
              value={value}
              classNames={{ input: 'gh-mono' }}
              spellCheck={false}
              autoComplete="off"
              onKeyDown={(event) => {
                onKeyDown(event, id);
              }}
              onChange={(event) => onChange(setArg(fields, id, event.currentTarget.value))}
            />
            <RowButton label={`Move argument ${index + 1} up`} disabled={index === 0} onClick={() => move(id, -1)}>
              <IconArrowUp size={16} aria-hidden />
            </RowButton>
            <RowButton
              label={`Move argument ${index + 1} down`}
              disabled={index === fields.args.length - 1}
              onClick={() => move(id, 1)}
            >
              <IconArrowDown size={16} aria-hidden />
            </RowButton>
            <RowButton label={`Remove argument ${index + 1}`} disabled={false} onClick={() => remove(id, index)}>
              <IconX size={16} aria-hidden />
            </RowButton>
          </div>
        ))}
        <div>
          <Button variant="default" size="sm" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => add()}>
            Add an argument
          </Button>
        </div>
      </div>
    </Input.Wrapper>
  );
}

interface RowButtonProps {
  readonly label: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function RowButton({ label, disabled, onClick, children }: RowButtonProps): ReactNode {
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} disabled={disabled} onClick={onClick}>
      {children}
    </ActionIcon>
  );
}
