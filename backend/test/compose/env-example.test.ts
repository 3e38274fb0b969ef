import { readConfig } from '../../src/config/config.js';
import { composeService, composeVariables } from './compose-file.js';
import { textOf } from './repository.js';

/** `# NAME=default`, in the order of the file. */
const example = new Map(
  [...textOf('.env.example').matchAll(/^# ([A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]),
);

/** What reading the configuration asks for. A secret can be told by its `_FILE`. */
function settingsOfTheService(): string[] {
  const asked = new Set<string>();
  const variables = new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name) => {
        asked.add(String(name));
        return undefined;
      },
    },
  );
  readConfig(variables);
  return [...asked].filter((name) => !name.endsWith('_FILE') && !asked.has(`${name}_FILE`));
}

/** Of InfluxDB 1.x, which the set does not have. */
const ELSEWHERE = ['CALLSIGHT_INFLUX_USERNAME'];

describe('.env.example', () => {
  it('has each setting of the service and of docker-compose.yml, and no other', () => {
    const fixed = Object.keys(composeService('callsight').environment ?? {});
    const settings = settingsOfTheService().filter((name) => !fixed.includes(name) && !ELSEWHERE.includes(name));
    expect([...example.keys()].sort()).toEqual([...new Set([...settings, ...composeVariables().keys()])].sort());
  });

  it('shows the defaults', () => {
    for (const [name, value] of composeVariables()) expect(`${name}=${example.get(name)}`).toBe(`${name}=${value}`);
    const { config, warnings } = readConfig(
      Object.fromEntries([...example].filter(([name]) => !composeVariables().has(name))),
    );
    expect(config).toEqual(readConfig({}).config);
    expect(warnings).toEqual([]);
  });

  it('has no secret, and sets nothing as it is', () => {
    for (const name of example.keys()) expect(name).not.toMatch(/PASSWORD|TOKEN|SECRET$|_KEY$/);
    for (const line of textOf('.env.example').split('\n')) expect(line).toMatch(/^(#|$)/);
  });
});
