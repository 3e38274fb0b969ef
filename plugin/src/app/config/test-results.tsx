import { Alert, type AlertVariant } from '@grafana/ui';
import type { CheckResult, CheckState } from '../pages/start/checks/check';

interface Props {
  readonly results: readonly CheckResult[];
}

const SEVERITIES: Readonly<Record<CheckState, AlertVariant>> = {
  ok: 'success',
  warning: 'warning',
  problem: 'error',
  hidden: 'info',
};

/** What a test of the connection found. */
export function TestResults({ results }: Props) {
  return (
    <div role="status">
      {results.map(({ state, text, next }) => (
        <Alert key={text} severity={SEVERITIES[state]} title={text}>
          {next}
        </Alert>
      ))}
    </div>
  );
}
