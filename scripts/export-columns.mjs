import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportedDatasets } from '../backend/dist/reporting/exports/datasets.js';
import { root } from './setup.mjs';

/** Writes the columns of every dataset into docs/exports.md. A test compares both. */
const file = join(root, 'docs/exports.md');

const sectionOf = ({ id, description, columns }) =>
  [
    `### ${id}`,
    '',
    description,
    '',
    '| column | heading | type | what it is |',
    '|---|---|---|---|',
    ...columns.map(({ name, title, type, description: text }) => `| \`${name}\` | ${title} | ${type} | ${text} |`),
    '',
  ].join('\n');

const [before, rest] = readFileSync(file, 'utf8').split('<!-- columns -->');
const [, after] = rest.split('<!-- /columns -->');
const sections = exportedDatasets([]).map(sectionOf);
writeFileSync(file, `${before}<!-- columns -->\n\n${sections.join('\n')}\n<!-- /columns -->${after}`);
