/** "no_answer" reads "No answer". Outcomes are named by senders' platforms, so any text can come. */
export function outcomeName(outcome: string): string {
  const words = outcome.replaceAll('_', ' ').trim();
  return words === '' ? 'Unknown' : words.charAt(0).toUpperCase() + words.slice(1);
}
