/** Source of events that were made from a row. */
export const ROW_SOURCE = 'callsight/row';

/** Data of an event, without what the row does not know. */
export const known = (data: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null && value !== undefined));
