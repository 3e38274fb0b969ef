import type { CheckResult } from '../checks/check';

/** All checks in a sentence. */
export function summaryOf(results: readonly (CheckResult | undefined)[]): string {
  const problems = results.filter((result) => result?.state === 'problem').length;
  const warnings = results.filter((result) => result?.state === 'warning').length;
  if (problems > 0) return problems === 1 ? 'One thing is missing.' : `${problems} things are missing.`;
  if (results.includes(undefined)) return 'Looking whether everything is in place…';
  if (warnings > 0) return 'Everything works; something deserves a look.';
  return 'Everything is in place.';
}
