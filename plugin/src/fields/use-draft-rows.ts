import { useState } from 'react';

interface Rows<Stored, Row> {
  readonly read: (stored: Stored) => Row;
  readonly write: (row: Row) => Stored;
  /** Whether a row can be json for; the others stay in the editor. */
  readonly isComplete: (row: Row) => boolean;
}

/**
 * Rows of a list while they are edited: those that are complete are given out when they change, and the list is read
 * anew when it changes from outside.
 */
export function useDraftRows<Stored, Row>(
  value: readonly Stored[],
  { read, write, isComplete }: Rows<Stored, Row>,
  onChange: (value: Stored[]) => void,
): readonly [rows: readonly Row[], change: (rows: readonly Row[]) => void] {
  const [rows, setRows] = useState<readonly Row[]>(() => value.map(read));
  const json = JSON.stringify(value);
  const [lastJson, setLastJson] = useState(json);
  const complete = (all: readonly Row[]): Stored[] => all.filter(isComplete).map(write);
  if (json !== lastJson) {
    setLastJson(json);
    if (JSON.stringify(complete(rows)) !== json) setRows(value.map(read));
  }
  const change = (next: readonly Row[]): void => {
    setRows(next);
    const given = complete(next);
    if (JSON.stringify(given) !== json) onChange(given);
  };
  return [rows, change];
}
