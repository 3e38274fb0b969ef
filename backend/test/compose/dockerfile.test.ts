import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dockerfileStages, imageCommand, imageEnvironment, imageInstructions } from './dockerfile.js';
import { REPOSITORY, textOf } from './repository.js';

const allowed = textOf('.dockerignore')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

describe('the image of the service', () => {
  it('is built from what .dockerignore lets through, and that is all there is', () => {
    expect(
      textOf('.dockerignore')
        .split('\n')
        .find((line) => line !== '' && !line.startsWith('#')),
    ).toBe('*');
    const copied = dockerfileStages().flatMap(({ instructions }) =>
      instructions
        .filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from='))
        .flatMap(({ rest }) => rest.split(' ').slice(0, -1)),
    );
    expect([...new Set(copied)].sort()).toEqual([...allowed].sort());
    for (const path of copied) expect(`${path} ${existsSync(join(REPOSITORY, path))}`).toBe(`${path} true`);
  });

  it('holds no package that only builds or tests, and runs no script of any package', () => {
    const installs = dockerfileStages().map(({ instructions }) =>
      instructions.filter(({ rest }) => rest.startsWith('npm ')),
    );
    expect(installs.map((list) => list.length)).toEqual([1, 1, 0]);
    for (const { rest } of installs.flat()) expect(rest).toContain('npm ci --');
    for (const { rest } of installs.flat()) expect(rest).toContain('--ignore-scripts');
    expect(installs[1]?.[0]?.rest).toContain('--omit=dev');
    expect(imageInstructions('COPY').map((rest) => rest.split(' ')[0])).toEqual([
      '--from=dependencies',
      '--from=build',
      '--from=build',
      '--from=build',
      'docs/runbooks',
    ]);
  });

  it('runs as somebody by number, says how it is and how it stops', () => {
    expect(imageInstructions('USER')).toEqual(['1000:1000']);
    expect(imageInstructions('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(imageCommand('HEALTHCHECK')[0]).toBe('node');
    // As `npm start`, without npm, which would take the signals for itself.
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: { start: string } };
    expect(imageCommand('CMD').join(' ')).toBe(scripts.start);
  });

  it('has no secret in it', () => {
    for (const name of Object.keys(imageEnvironment())) expect(name).not.toMatch(/KEY|TOKEN|SECRET|PASSWORD/);
    expect(imageInstructions('ARG')).toEqual([]);
  });
});

describe('the image of Grafana', () => {
  const FILE = 'deploy/grafana.Dockerfile';
  const stages = dockerfileStages(FILE);
  const own = stages.at(-1)!.instructions;

  it('is built from what its .dockerignore lets through, and that is all there is', () => {
    const lines = textOf(`${FILE}.dockerignore`).split('\n');
    const through = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const copied = stages.flatMap(({ instructions }) =>
      instructions
        .filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from='))
        .flatMap(({ rest }) =>
          rest
            .replace(/^--\S+ /, '')
            .split(' ')
            .slice(0, -1),
        ),
    );
    for (const path of copied) {
      expect(through.some((one) => path === one || path.startsWith(`${one}/`))).toBe(true);
      expect(`${path} ${existsSync(join(REPOSITORY, path))}`).toBe(`${path} true`);
    }
    for (const one of through) expect(copied.some((path) => path === one || path.startsWith(`${one}/`))).toBe(true);
  });

  it('is of one version, starts by our script, and keeps nothing of ours where its volume will be', () => {
    expect(stages.at(-1)?.image).toMatch(/^grafana\/grafana:12\.4\.\d+$/);
    expect(own.filter(({ word }) => word === 'ENTRYPOINT')).toEqual([
      { word: 'ENTRYPOINT', rest: '["/opt/callsight/entrypoint.sh"]' },
    ]);
    for (const { rest } of own.filter(({ word }) => word === 'COPY')) expect(rest).not.toContain('/var/lib/grafana');
  });
});
