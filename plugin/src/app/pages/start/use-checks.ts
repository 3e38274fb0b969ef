import { t } from '@grafana/i18n';
import { useQueries } from '@tanstack/react-query';
import type { Check, CheckResult } from './checks/check';

const EVERY_MS = 10_000;

const failed = (reason: unknown): CheckResult => ({
  state: 'problem',
  text: t('checks.failed', 'The check itself failed: {{- reason}}.', {
    reason: reason instanceof Error ? reason.message : String(reason),
  }),
});

/**
 * Runs checks now, every 10 seconds while the page is visible, and when it becomes visible.
 * @returns the result of each check; undefined while it is not done yet
 */
export function useChecks(checks: readonly Check[]): readonly (CheckResult | undefined)[] {
  return useQueries({
    queries: checks.map(({ id, run }) => ({
      queryKey: ['check', id],
      queryFn: () => run().catch(failed),
      refetchInterval: EVERY_MS,
      refetchOnWindowFocus: 'always' as const,
      retry: false,
    })),
    combine: (results) => results.map(({ data }) => data),
  });
}
