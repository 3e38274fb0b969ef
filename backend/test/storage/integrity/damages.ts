import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whole numbers from 0 to below a limit, the same ones for the same seed (mulberry32). */
export function randomOf(seed: number): (limit: number) => number {
  let state = seed * 0x9e3779b9;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

type Random = (limit: number) => number;

/** Files that hold data, and the notes about them. */
function storeFiles(folder: string): string[] {
  const isData = (name: string): boolean => !/(^|\/)(LOG|LOG\.old|LOCK)$|\.key$|\.sock$/.test(name);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => isData(name) && statSync(join(folder, name)).isFile())
    .sort();
}

function change(file: string, from: number, to: number, byte: (old: number) => number): void {
  const bytes = readFileSync(file);
  for (let at = from; at < Math.min(to, bytes.length); at += 1) bytes[at] = byte(bytes[at]!);
  writeFileSync(file, bytes);
}

/** One damage each; the file has at least one byte. @returns what was done */
const DAMAGES: readonly ((folder: string, name: string, random: Random) => string)[] = [
  (folder, name, random) => {
    const file = join(folder, name);
    const at = random(statSync(file).size);
    const bit = random(8);
    change(file, at, at + 1, (old) => old ^ (1 << bit));
    return `bit ${bit} of byte ${at} of ${name} flipped`;
  },
  (folder, name, random) => {
    const file = join(folder, name);
    const at = random(statSync(file).size);
    change(file, at, at + 64, (old) => old ^ (1 + random(255)));
    return `64 bytes at ${at} of ${name} changed`;
  },
  (folder, name, random) => {
    const file = join(folder, name);
    const at = random(statSync(file).size);
    change(file, at, at + 4_096, (old) => old ^ 0xff);
    return `4096 bytes at ${at} of ${name} inverted`;
  },
  (folder, name, random) => {
    const file = join(folder, name);
    const left = random(statSync(file).size);
    truncateSync(file, left);
    return `${name} cut to ${left} bytes`;
  },
  (folder, name) => {
    rmSync(join(folder, name));
    return `${name} deleted`;
  },
  (folder, name, random) => {
    const others = storeFiles(folder).filter((other) => other !== name);
    const other = others[random(others.length)]!;
    const [one, two] = [readFileSync(join(folder, name)), readFileSync(join(folder, other))];
    writeFileSync(join(folder, name), two);
    writeFileSync(join(folder, other), one);
    return `${name} and ${other} swapped`;
  },
];

/** Does one damage to the stores of a data folder. */
export function damage(folder: string, random: Random): string {
  const files = storeFiles(folder).filter((name) => statSync(join(folder, name)).size > 0);
  const name = files[random(files.length)]!;
  return DAMAGES[random(DAMAGES.length)]!(folder, name, random);
}
