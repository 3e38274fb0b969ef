/** Operators of ad-hoc filters, as Grafana writes them, and ours. */
export const AD_HOC_OPERATORS: Readonly<Record<string, string>> = {
  '=': 'in',
  '!=': 'not in',
  '=|': 'in',
  '!=|': 'not in',
  '=~': '=~',
  '!~': '!~',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};
