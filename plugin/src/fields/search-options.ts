import { t } from '@grafana/i18n';
import type { ComboboxOption } from '@grafana/ui';

const textOf = ({ value, label = '', description = '' }: ComboboxOption): string =>
  `${label} ${value} ${description}`.toLowerCase();

/** The better a match, the lower: the title or id begins with the text, has it inside, or only the description has. */
function rankOf({ value, label = '' }: ComboboxOption, wanted: string): number {
  const names = [label.toLowerCase(), value.toLowerCase()];
  if (names.some((name) => name.startsWith(wanted))) return 0;
  return names.some((name) => name.includes(wanted)) ? 1 : 2;
}

/**
 * Options whose title, id or description has all terms of a text, the best first; and behind them the text itself, for
 * variables and what is not known yet. It comes last so that Enter takes what was found.
 */
export function searchOptions(options: readonly ComboboxOption[], text: string): ComboboxOption[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [...options];
  const terms = wanted.split(/\s+/);
  const found = options
    .filter((option) => terms.every((term) => textOf(option).includes(term)))
    .map((option) => ({ option, rank: rankOf(option, wanted) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ option }) => option);
  if (options.some(({ value }) => value === text)) return found;
  return [
    ...found,
    { value: text.trim(), label: text.trim(), description: t('query-editor.choice.use-text', 'Use this text') },
  ];
}
