/** Short names of the metrics for tiles and table heads; the catalogue's own titles are made for pickers. */
const NAMES: Readonly<Record<string, string>> = {
  'calls.count': 'Calls',
  'calls.answer_rate': 'Answer rate',
  'calls.abandonment_rate': 'Abandonment rate',
  'calls.asa': 'Speed of answer',
  'turns.latency.p95': 'Turn latency p95',
  'calls.success_rate': 'Success rate',
  'calls.cost.mean': 'Cost per call',
  'calls.duration.mean': 'Mean duration',
};

export const nameOf = (metric: string): string => NAMES[metric] ?? metric;

/** "no_answer" reads "No answer". Outcomes are named by senders' platforms, so any text can come. */
export function outcomeName(outcome: string): string {
  const text = outcome.replaceAll('_', ' ').trim();
  return text === '' ? 'Unknown' : text.charAt(0).toUpperCase() + text.slice(1);
}
