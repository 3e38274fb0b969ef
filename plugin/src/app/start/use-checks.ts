import { t } from '@grafana/i18n';
import { useEffect, useState } from 'react';
import type { Check, CheckResult } from '../checks/check';

const EVERY_MS = 10_000;

type Results = Readonly<Record<string, CheckResult>>;

const failed = (reason: unknown): CheckResult => ({
  state: 'problem',
  text: t('checks.failed', 'The check itself failed: {{- reason}}.', {
    reason: reason instanceof Error ? reason.message : String(reason),
  }),
});

/** Runs checks now and every 10 seconds while the page is visible. A check that is not done yet is absent. */
export function useChecks(checks: readonly Check[]): Results {
  const [results, setResults] = useState<Results>({});
  useEffect(() => {
    let isCurrent = true;
    let timer: number | undefined;
    const round = async (): Promise<void> => {
      window.clearTimeout(timer);
      if (document.hidden) return;
      await Promise.all(
        checks.map(async ({ id, run }) => {
          const result = await run().catch(failed);
          if (isCurrent) setResults((before) => ({ ...before, [id]: result }));
        }),
      );
      if (isCurrent) timer = window.setTimeout(() => void round(), EVERY_MS);
    };
    const onVisible = (): void => void round();
    void round();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [checks]);
  return results;
}
