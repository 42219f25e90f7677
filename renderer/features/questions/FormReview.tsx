/**
 * What a form would send, as a table: every field, with its value as it goes.
 */
import { Button, Title } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { FormContent, FormField } from '../../../app/contract/input.ts';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { reviewRows } from './reviewRows.ts';
import type { ReviewRow, ReviewValue, SentOption } from './reviewRows.ts';

export interface FormReviewProps {
  readonly fields: readonly FormField[];
  readonly content: FormContent;
}

export function FormReview({ fields, content }: FormReviewProps): ReactNode {
  if (fields.length === 0) {
    return (
      <section className="gh-card" aria-label="What will be sent">
        <p className="gh-tight">There is nothing to fill in. “Agree” tells the server yes to what it says above.</p>
      </section>
    );
  }
  return (
    <section className="gh-card" aria-labelledby="review-heading">
      <Title order={2} id="review-heading">
        This will be sent
      </Title>
      <table className="gh-review" aria-labelledby="review-heading">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">What the server gets</th>
          </tr>
        </thead>
        <tbody>
          {reviewRows(fields, content).map((row) => (
            <Row key={row.key} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ row }: { readonly row: ReviewRow }): ReactNode {
  return (
    <tr>
      <th scope="row">
        <VisibleText text={row.label} />
      </th>
      <td>
        <Value value={row.value} />
        {row.looksSecret && row.value.kind !== 'left_out' && (
          <div className="gh-marks">
            <SeverityBadge severity="danger">This looks like a secret</SeverityBadge>
          </div>
        )}
      </td>
    </tr>
  );
}

function Value({ value }: { readonly value: ReviewValue }): ReactNode {
  switch (value.kind) {
    case 'left_out':
      return <span className="gh-soft">Nothing: it is left out</span>;
    case 'text':
      return <VisibleText text={value.text} mono />;
    case 'flag':
      return value.on ? 'Yes' : 'No';
    case 'options':
      return <Options options={value.options} />;
  }
}

const SHOWN_AT_FIRST = 100;

function Options({ options }: { readonly options: readonly SentOption[] }): ReactNode {
  const [all, setAll] = useState(false);
  if (options.length === 0) return <span className="gh-soft">An empty list: none of them</span>;
  return (
    <>
      <ul className="gh-sent-options">
        {options.slice(0, all ? undefined : SHOWN_AT_FIRST).map(({ value, title }) => (
          <li key={value}>
            {title !== undefined && (
              <>
                <VisibleText text={title} /> <span className="gh-soft">as</span>{' '}
              </>
            )}
            {value === '' ? <span className="gh-escape">empty</span> : <VisibleText text={value} mono />}
          </li>
        ))}
      </ul>
      {!all && options.length > SHOWN_AT_FIRST && (
        <Button variant="default" size="xs" onClick={() => setAll(true)}>
          Show all {options.length.toLocaleString()}
        </Button>
      )}
    </>
  );
}
