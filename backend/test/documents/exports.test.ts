import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportedDatasets } from '../../src/reporting/exports/datasets.js';
import { codeOf, tableRows } from './table-rows.js';

const text = readFileSync(join(__dirname, '../../../docs/exports.md'), 'utf8');

it.each(exportedDatasets([]).map((dataset) => [dataset.id, dataset] as const))(
  'documents every column of %s, and no others',
  (id, { columns, description }) => {
    const rows = tableRows(text, id);
    expect(rows.map((row) => ({ ...row, column: codeOf(row['column']) }))).toEqual(
      columns.map(({ name, title, type, description: what }) => ({
        column: name,
        heading: title,
        type,
        'what it is': what,
      })),
    );
    expect(text).toContain(`### ${id}\n\n${description}\n`);
  },
);
