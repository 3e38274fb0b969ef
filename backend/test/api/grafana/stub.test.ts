import { readFileSync, readlinkSync } from 'node:fs';
import { until } from '../../support/service/until.js';
import { StubEnded, StubProcess } from './support/stub-process.js';

let stub: StubProcess | undefined;

afterEach(async () => {
  await stub?.end('SIGKILL');
  stub = undefined;
});

async function start(address: string | undefined, env: Readonly<Record<string, string>> = {}): Promise<StubProcess> {
  stub = await StubProcess.start(address, env);
  return stub;
}

async function refused(address: string): Promise<StubEnded> {
  try {
    await start(address);
  } catch (error) {
    if (error instanceof StubEnded) return error;
    throw error;
  }
  throw new Error(`${address} was taken`);
}

const ofProcess = (pid: number, file: string): string => readFileSync(`/proc/${pid}/${file}`, 'utf8');

/** The address is said before the shell gives way. */
const inPlaceOfTheShell = (pid: number): Promise<void> =>
  until(() => Promise.resolve(!/sh$/.test(readlinkSync(`/proc/${pid}/exe`))));

describe('the handshake', () => {
  it.each([
    ['unix:/run/callsight/grafana.sock', '1|2|unix|/run/callsight/grafana.sock|grpc|'],
    ['unix:/var/lib/call sight/grafana.sock', '1|2|unix|/var/lib/call sight/grafana.sock|grpc|'],
    ['127.0.0.1:4001', '1|2|tcp|127.0.0.1:4001|grpc|'],
    ['callsight.internal:65535', '1|2|tcp|callsight.internal:65535|grpc|'],
    ['[::1]:4001', '1|2|tcp|[::1]:4001|grpc|'],
  ])('names %s', async (address, line) => {
    expect((await start(address)).handshake).toBe(line);
  });

  it('names the address of a service on the same host where none is set', async () => {
    expect((await start(undefined)).handshake).toBe('1|2|tcp|127.0.0.1:4001|grpc|');
    await stub!.end('SIGKILL');
    expect((await start('')).handshake).toBe('1|2|tcp|127.0.0.1:4001|grpc|');
  });

  it('names the address, whatever else Grafana sets', async () => {
    const env = { GF_VERSION: '12.4.0', PLUGIN_PROTOCOL_VERSIONS: '2', GF_PLUGIN_OTHER: 'a|b' };
    expect((await start('127.0.0.1:4001', env)).handshake).toBe('1|2|tcp|127.0.0.1:4001|grpc|');
  });
});

it.each([
  ['no address', 'callsight'],
  ['a URL', 'http://127.0.0.1:4001'],
  ['a host without a port', '127.0.0.1:'],
  ['a port without a host', ':4001'],
  ['a port that is a word', '127.0.0.1:http'],
  ['an address of many colons without brackets', '::1:4001'],
  ['two words', 'call sight:4001'],
  ['a relative path', 'unix:run/grafana.sock'],
  ['a path without its kind', '/run/grafana.sock'],
  ['what would end the address early', 'unix:/run/a|b.sock'],
  ['what would end the line early', '127.0.0.1\n1|2|tcp|10.0.0.1:4001'],
])('is refused in the log of Grafana: %s', async (_name, address) => {
  const { code, lines } = await refused(address);
  expect(code).toBe(1);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      '@level': 'error',
      '@message': 'address of plugin.callsight-calls-datasource: expected unix:/path/to.sock or host:port',
      '@timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    },
  ]);
});

describe('the process', () => {
  it('needs nothing of the environment, and is no shell any more', async () => {
    const { pid } = await start(undefined);
    await inPlaceOfTheShell(pid);
    expect(ofProcess(pid, 'environ')).toMatch(/^(PWD=[^\0]*\0)?$/);
    expect(ofProcess(pid, 'cmdline').split('\0')).toEqual([expect.stringMatching(/bin\/tail$/), '-f', '/dev/null', '']);
  });

  it('is one, without children', async () => {
    const { pid } = await start('unix:/run/callsight/grafana.sock');
    await inPlaceOfTheShell(pid);
    expect(ofProcess(pid, `task/${pid}/children`)).toBe('');
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)('ends at %s', async (signal) => {
    const { pid } = await start('127.0.0.1:4001');
    expect(await stub!.end(signal)).toBe(signal);
    expect(stub!.isRunning).toBe(false);
    expect(() => ofProcess(pid, 'cmdline')).toThrow('ENOENT');
  });
});
