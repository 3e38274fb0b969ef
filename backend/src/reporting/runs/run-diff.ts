import type { Report } from '@callsight/contract/reports/report';
import { differences, type Difference } from '../../lib/json/differences.js';
import type { DataTable, ReportDocument } from '../document/document.js';

/** Differences that one answer lists. */
const MAX_LISTED = 500;

/** A number that is not the same. */
interface FigureChange {
  readonly section: string;
  /** What the row is of, by column. */
  readonly row: Readonly<Record<string, string | number | boolean | null>>;
  readonly column: string;
  readonly before: number | null;
  readonly after: number | null;
}

export interface RunDiff {
  /** Parts of the definition that are not the same. */
  readonly definition: readonly Difference[];
  readonly figures: readonly FigureChange[];
  /** More differ than are listed. */
  readonly isCut: boolean;
}

/** Fields that differ between any two versions. */
const VERSION_FIELDS = new Set(['/version', '/updated_at', '/updated_by']);

type Row = FigureChange['row'];

/** Numbers of a table by what they are of. Times and texts say what a row is of, numbers are what is compared. */
function* cellsOf(
  section: string,
  table: DataTable,
): Generator<readonly [string, Omit<FigureChange, 'before' | 'after'>, number | null]> {
  const isFigure = (index: number): boolean => table.columns[index]?.type === 'number';
  for (const values of table.rows) {
    const row: Row = Object.fromEntries(
      table.columns.flatMap(({ name }, index) => (isFigure(index) ? [] : [[name, values[index] ?? null]])),
    );
    for (const [index, { name }] of table.columns.entries()) {
      if (!isFigure(index)) continue;
      const value = values[index];
      yield [
        JSON.stringify([section, row, name]),
        { section, row, column: name },
        typeof value === 'number' ? value : null,
      ];
    }
  }
}

function cellsOfDocument({ sections }: ReportDocument) {
  const cells = new Map<
    string,
    { readonly of: Omit<FigureChange, 'before' | 'after'>; readonly value: number | null }
  >();
  for (const { title, tables } of sections)
    for (const table of tables)
      for (const [key, of, value] of cellsOf(title, table)) if (!cells.has(key)) cells.set(key, { of, value });
  return cells;
}

/** What differs between two runs: in what was asked, and in what was answered. */
export function runDiff(
  before: { readonly definition: Report; readonly document: ReportDocument },
  after: { readonly definition: Report; readonly document: ReportDocument },
): RunDiff {
  const definition = differences(before.definition, after.definition).filter(({ path }) => !VERSION_FIELDS.has(path));
  const [left, right] = [cellsOfDocument(before.document), cellsOfDocument(after.document)];
  const figures = [...new Set([...left.keys(), ...right.keys()])].flatMap((key): FigureChange[] => {
    const [a, b] = [left.get(key), right.get(key)];
    const of = (a ?? b)?.of;
    if (of === undefined || a?.value === b?.value) return [];
    return [{ ...of, before: a?.value ?? null, after: b?.value ?? null }];
  });
  return {
    definition: definition.slice(0, MAX_LISTED),
    figures: figures.slice(0, MAX_LISTED),
    isCut: definition.length > MAX_LISTED || figures.length > MAX_LISTED,
  };
}
