import type { Column } from './columns.js';

/** Columns as a list of SQL. */
export const names = (columns: readonly Column[]): string => columns.map(({ name }) => `"${name}"`).join(', ');

/** Columns as read from a stage, where a caller is text. */
export const sources = (columns: readonly Column[], from: string): string =>
  columns.map(({ name, type }) => (type === 'caller' ? `${from}."${name}"::UUID` : `${from}."${name}"`)).join(', ');
