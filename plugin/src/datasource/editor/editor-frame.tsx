import { Stack } from '@grafana/ui';
import { type ReactNode, useEffect, useMemo } from 'react';
import { CatalogueError } from './catalogue-error';
import { OptionsThere } from '../../fields/use-option-search';
import type { LoadedTools } from './use-editor-tools';

interface Props {
  readonly loaded: LoadedTools;
  readonly children: ReactNode;
}

interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

function closedGate(): Gate {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const OPENED = Promise.resolve();

/** What stands around the fields of every editor: whether what they offer is there, and why it is not. */
export function EditorFrame({ loaded: { isLoading, error, retry }, children }: Props) {
  const gate = useMemo(() => (isLoading ? closedGate() : undefined), [isLoading]);
  // Runs after the effects of the fields, which have the options by then.
  useEffect(() => () => gate?.open(), [gate]);
  return (
    <OptionsThere.Provider value={gate?.opened ?? OPENED}>
      <div aria-busy={isLoading}>
        <Stack direction="column" gap={1.5}>
          {error !== undefined && <CatalogueError text={error} onRetry={retry} />}
          {children}
        </Stack>
      </div>
    </OptionsThere.Provider>
  );
}
