import { ConfigError, readConfig } from '../../src/config/config.js';
import { targetOf } from '../../src/lib/net/socket-address.js';

type Variables = Readonly<Record<string, string>>;

/** Where a service of these settings would take requests of Grafana. */
const listens = (variables: Variables): string[] => readConfig(variables).config.grafana.listen.map(targetOf);

const listensAt = (text: string): string[] => listens({ CALLSIGHT_GRAFANA_LISTEN: text });

function problems(variables: Variables): readonly string[] {
  try {
    readConfig(variables);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
}

test('without a setting it is a socket beside the data', () => {
  expect(listens({ CALLSIGHT_DATA_DIR: '/var/lib/callsight' })).toEqual(['unix:/var/lib/callsight/grafana.sock']);
  expect(listens({})).toEqual([`unix:${process.cwd()}/data/grafana.sock`]);
  expect(listens({ CALLSIGHT_DATA_DIR: '/srv/calls', CALLSIGHT_GRAFANA_LISTEN: '' })).toEqual([
    'unix:/srv/calls/grafana.sock',
  ]);
});

test('a folder too deep for a socket means none, and is no error', () => {
  // With "/grafana.sock" 103 bytes, and 104; letters beyond ASCII count as what they take.
  expect(listens({ CALLSIGHT_DATA_DIR: `/${'d'.repeat(89)}` })).toEqual([`unix:/${'d'.repeat(89)}/grafana.sock`]);
  expect(listens({ CALLSIGHT_DATA_DIR: `/${'d'.repeat(90)}` })).toEqual([]);
  expect(listens({ CALLSIGHT_DATA_DIR: `/${'ü'.repeat(45)}` })).toEqual([]);
});

test.each([
  ['off', []],
  ['unix:/run/callsight/grafana.sock', ['unix:/run/callsight/grafana.sock']],
  ['unix:/run/callsight/../grafana.sock', ['unix:/run/grafana.sock']],
  ['127.0.0.1:4001', ['127.0.0.1:4001']],
  ['0.0.0.0:0', ['0.0.0.0:0']],
  ['[::1]:4001', ['[::1]:4001']],
  ['callsight.internal:65535', ['callsight.internal:65535']],
  ['unix:/run/a.sock, 127.0.0.1:4001 ,[::]:4001', ['unix:/run/a.sock', '127.0.0.1:4001', '[::]:4001']],
])('%s', (text, expected) => {
  expect(listensAt(text)).toEqual(expected);
});

test.each([
  '4001',
  'grafana.sock',
  'unix:grafana.sock',
  'unix:',
  'http://127.0.0.1:4001',
  '127.0.0.1:',
  '127.0.0.1:65536',
  '127.0.0.1:http',
  '::1:4001',
  'call sight:4001',
  'OFF',
])('%s is refused', (text) => {
  expect(problems({ CALLSIGHT_GRAFANA_LISTEN: text })).toEqual([
    `CALLSIGHT_GRAFANA_LISTEN: "${text}" is neither unix:/path/to.sock nor host:port nor off`,
  ]);
});

test('of several places each that is wrong is told, beside what else is wrong', () => {
  expect(problems({ CALLSIGHT_GRAFANA_LISTEN: 'unix:/run/a.sock,off,nowhere,', CALLSIGHT_PORT: 'http' })).toEqual([
    'CALLSIGHT_PORT: expected a number from 0 to 65535, not "http"',
    'CALLSIGHT_GRAFANA_LISTEN: "off" is neither unix:/path/to.sock nor host:port nor off',
    'CALLSIGHT_GRAFANA_LISTEN: "nowhere" is neither unix:/path/to.sock nor host:port nor off',
    'CALLSIGHT_GRAFANA_LISTEN: "" is neither unix:/path/to.sock nor host:port nor off',
  ]);
});

test('a path that is too long for a socket is refused where it is asked for', () => {
  expect(listensAt(`unix:/${'s'.repeat(102)}`)).toHaveLength(1);
  expect(problems({ CALLSIGHT_GRAFANA_LISTEN: `unix:/${'s'.repeat(103)}` })).toEqual([
    'CALLSIGHT_GRAFANA_LISTEN: the path of a socket has at most 103 bytes',
  ]);
});
