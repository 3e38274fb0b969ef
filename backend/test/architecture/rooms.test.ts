import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOMS, type Room } from '../../rooms.mjs';
import { REPOSITORY } from '../compose/repository.js';

const rooms = Object.entries(ROOMS);
const document = readFileSync(join(REPOSITORY, 'docs/architecture.md'), 'utf8');

/** Cells of the rows of the first table behind a heading. */
function tableBehind(heading: string): string[][] {
  const lines = document.slice(document.indexOf(heading)).split('\n');
  const from = lines.findIndex((line) => line.startsWith('|'));
  const rows = lines.slice(from + 2);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const importsOf = ({ imports }: Room): string => {
  if (imports === '*') return 'all';
  return imports.length === 0 ? 'nothing' : imports.map((name) => `\`${name}\``).join(', ');
};

it('documents the rooms as the linter knows them', () => {
  expect(tableBehind('## Rooms of the service')).toEqual(
    rooms.map(([name, room]) => [`\`${name}\``, room.holds, importsOf(room)]),
  );
});

it('has no two rooms that import each other, but for those of replication', () => {
  const importing = (from: string): readonly string[] => {
    const imports = rooms.find(([name]) => name === from)?.[1].imports ?? [];
    return imports === '*' ? [] : imports;
  };
  const mutual = rooms.flatMap(([name]) => importing(name).filter((other) => importing(other).includes(name)));
  expect(mutual.sort()).toEqual(['replication/dead-letters', 'replication/publish']);
});

it('names files that are there', () => {
  const named = [...document.matchAll(/`((?:backend|plugin|tools|bench|simulator|contract)\/[\w./-]+)`/g)].map(
    ([, path]) => path!,
  );
  expect(named.length).toBeGreaterThan(20);
  const missing = named.filter((path) => !existsInRepository(path));
  expect(missing).toEqual([]);
});

function existsInRepository(path: string): boolean {
  try {
    readFileSync(join(REPOSITORY, path));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EISDIR';
  }
}
