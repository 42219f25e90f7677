/**
 * Where the document that describes Gatehouse is published, if it is (Client ID Metadata Document).
 */
import { Button, Text } from '@mantine/core';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { CodeInput } from '../../ui/CodeInput.tsx';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { clientMetadataProblem } from './clientMetadataUrl.ts';

export function ClientMetadataForm(): ReactNode {
  const stored = useMirror(({ settings }) => settings.clientMetadataUrl ?? '');
  const update = useCommand('settings.update');
  return (
    <>
      <Text maw="44rem">
        An authorization server that has never heard of Gatehouse can read who it is from a document on the web, so that
        nothing has to be registered. Its address is then the client id. This is empty at first, since such a document
        has to lie at an https address of yours or of your organisation: Gatehouse has none of its own. While it is
        empty, this way is not offered, and Gatehouse registers itself or uses a client id that you enter.
      </Text>
      <ul className="gh-metadata-ways">
        <li>
          <code className="gh-mono">npx gatehouse client-metadata --url ADDRESS</code> prints the document to publish
          there.
        </li>
        <li>
          <code className="gh-mono">npx gatehouse client-metadata --check ADDRESS</code> looks at the published one as a
          careful authorization server does, and says what is wrong.
        </li>
      </ul>
      <AddressForm
        stored={stored}
        pending={update.status === 'pending'}
        onSave={async (clientMetadataUrl) => (await update.run({ clientMetadataUrl })).status === 'done'}
      />
      {update.status === 'done' && (
        <Text size="sm" c="dimmed" mt="xs" role="status">
          Saved. It counts from the next sign-in.
        </Text>
      )}
      {update.status === 'failed' && <ErrorAlert error={update.error} />}
    </>
  );
}

interface AddressFormProps {
  readonly stored: string;
  readonly pending: boolean;
  /** Whether it worked. */
  readonly onSave: (url: string) => Promise<boolean>;
}

function AddressForm({ stored, pending, onSave }: AddressFormProps): ReactNode {
  /** `undefined`: what is stored. */
  const [typed, setTyped] = useState<string>();
  const [tried, setTried] = useState(false);
  const url = (typed ?? stored).trim();
  const problem = clientMetadataProblem(url);
  const save = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (problem === undefined && (await onSave(url))) setTyped(undefined);
  };
  return (
    <form noValidate onSubmit={(event) => void save(event)} className="gh-metadata-form">
      <CodeInput
        label="Address of the published document"
        description="Empty: it is published nowhere."
        placeholder="https://"
        value={typed ?? stored}
        error={tried ? problem : undefined}
        inputMode="url"
        onChange={setTyped}
      />
      <Button type="submit" variant="default" disabled={url === stored} loading={pending}>
        Save the address
      </Button>
    </form>
  );
}
