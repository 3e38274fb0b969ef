import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Command } from 'commander';
import { callsight, commandLine } from '../../src/cli/callsight.js';
import { runCallsight } from '../support/run-callsight.js';

const text = readFileSync(join(__dirname, '../../../docs/command-line.md'), 'utf8');
const io = { env: {}, stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };

/** Every command below one and itself, by its words. */
const commandsBelow = (command: Command, words: readonly string[] = []): [string, Command][] => [
  [words.join(' '), command],
  ...command.commands.flatMap((inner) => commandsBelow(inner, [...words, inner.name()])),
];
const commands = commandsBelow(commandLine(io));

const documented = new Map(
  [...text.matchAll(/^### callsight ?(.*)\n\n```text\n([\s\S]*?)\n```$/gm)].map(([, words, help]) => [
    words ?? '',
    help ?? '',
  ]),
);

it('documents the commands that there are, and no others', () => {
  expect([...documented.keys()].sort()).toEqual(commands.map(([words]) => words).sort());
});

it.each(commands.map(([words]) => [words]))('callsight %s --help is what the document says', async (words) => {
  const args = words === '' ? [] : words.split(' ');
  const { code, out, err } = await runCallsight([...args, '--help'], {});
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.trimEnd()).toBe(documented.get(words));
});

it('describes every option and argument, and has --json on every command that lists or shows', () => {
  for (const [words, command] of commands) {
    expect([words, command.description()]).toEqual([words, expect.stringMatching(/.{10}/)]);
    for (const { flags, description } of command.options)
      expect([words, flags, description]).toEqual([words, flags, expect.stringMatching(/.{5}/)]);
    const isList = ['list', 'counts', 'status', 'calls', 'query'].includes(words.split(' ').at(-1) ?? '');
    if (isList)
      expect([words, command.options.map(({ long }) => long)]).toEqual([words, expect.arrayContaining(['--json'])]);
  }
});

it('tells of the exit codes that there are', async () => {
  const rows = [...text.matchAll(/^\| (\d) +\|/gm)].map(([, code]) => Number(code));
  expect(rows).toEqual([0, 1, 2]);
  expect(await callsight(['--version'], io)).toBe(0);
  expect(await callsight(['keys', 'list', '--url', 'http://127.0.0.1:1', '--key', 'k'], io)).toBe(1);
  expect(await callsight(['keys', 'list', '--nope'], io)).toBe(2);
});

it('shows the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };
  for (const flag of ['--version', '-V'])
    expect(await runCallsight([flag], {})).toEqual({ code: 0, out: `${version}\n`, err: '' });
});
