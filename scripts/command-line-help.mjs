import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '../backend/dist/cli/callsight.js';
import { root } from './setup.mjs';

/** Writes what `--help` says of every command into docs/command-line.md. A test compares both. */
const file = join(root, 'docs/command-line.md');

/** The help of a command with what stands behind its options, as it is written out. */
function helpOf(command) {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  return help.trimEnd();
}

const sectionsOf = (command, words) => [
  `### ${words.join(' ')}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`,
  ...command.commands.flatMap((inner) => sectionsOf(inner, [...words, inner.name()])),
];

const sections = sectionsOf(commandLine({ env: {}, stdin: process.stdin, stdout: {}, stderr: {} }), ['callsight']);
const [before, rest] = readFileSync(file, 'utf8').split('<!-- help -->');
const [, after] = rest.split('<!-- /help -->');
writeFileSync(file, `${before}<!-- help -->\n\n${sections.join('\n')}\n<!-- /help -->${after}`);
