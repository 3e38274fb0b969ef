import type { DataQueryError } from '@grafana/data';
import { PanelMessage } from './panel-message';

interface Props {
  readonly error: DataQueryError;
}

/** Why there is no answer: not allowed, or what went wrong. */
export function ErrorMessage({ error }: Props) {
  const { status, message, data } = error;
  const text = message ?? data?.message ?? data?.error ?? 'The service did not answer.';
  if (status === 401 || status === 403) {
    return (
      <PanelMessage icon="lock" title="You may not see these calls" isAlert>
        {text} Ask who administers Grafana for access to this datasource.
      </PanelMessage>
    );
  }
  return (
    <PanelMessage icon="exclamation-triangle" title="The funnel could not be loaded" isAlert>
      {text}
    </PanelMessage>
  );
}
