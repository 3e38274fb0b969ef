import type { DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard';

/**
 * Copies a column of numbers without its title and links. A matrix names its columns by the values of another column, which
 * a title would hide, and a link of one of its cells would not know what it stands for.
 */
export const bareNumber = (title: string, alias: string): DataTransformerConfig => ({
  id: 'calculateField',
  options: { mode: 'binary', alias, binary: { left: title, operator: '*', right: '1' }, replaceFields: false },
});
