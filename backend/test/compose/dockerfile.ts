import { textOf } from './repository.js';

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

export interface Stage {
  readonly image: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile of ours. It has an instruction a line, so that a line is one. */
export function dockerfileStages(file = 'Dockerfile'): Stage[] {
  const stages: { image: string; instructions: Instruction[] }[] = [];
  for (const line of textOf(file).split('\n')) {
    const [, word, rest] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (word === undefined || rest === undefined) {
      if (line !== '' && !line.startsWith('#')) throw new Error(`this line of ${file} is no instruction: ${line}`);
    } else if (word === 'FROM') stages.push({ image: rest.split(' ')[0]!, instructions: [] });
    else stages.at(-1)!.instructions.push({ word, rest });
  }
  return stages;
}

/** Arguments of the instructions of this name in the stage that becomes the image. */
export function imageInstructions(word: string): string[] {
  const { instructions } = dockerfileStages().at(-1)!;
  return instructions.filter((one) => one.word === word).map(({ rest }) => rest);
}

/** The variables that the image sets. */
export function imageEnvironment(): Record<string, string> {
  return Object.fromEntries(imageInstructions('ENV').map((pair) => pair.split('=') as [string, string]));
}

/** A command in its exec form, such as that of `CMD` or `HEALTHCHECK … CMD`. */
export function imageCommand(word: 'CMD' | 'HEALTHCHECK'): string[] {
  const [rest = ''] = imageInstructions(word);
  return JSON.parse(rest.slice(rest.indexOf('['))) as string[];
}
