import { INCIDENT_KINDS } from '../src/incident.js';
import { describeIncidents, readIncident } from '../src/read-incident.js';

const NOW = Date.parse('2026-05-04T12:00:00Z');
const HOUR = 3_600_000;

it.each([
  ['latency:1.6@now/45m', { kind: 'latency', factor: 1.6, from: NOW, to: NOW + 0.75 * HOUR }],
  ['spike@now-2h/1.5h', { kind: 'spike', factor: 3, from: NOW - 2 * HOUR, to: NOW - 0.5 * HOUR }],
  ['silence@now+10m/90s', { kind: 'silence', factor: 1, from: NOW + HOUR / 6, to: NOW + HOUR / 6 + 90_000 }],
  ['drift@2026-05-01T02:00:00+02:00/1w', { kind: 'drift', factor: 1.033, from: NOW - 84 * HOUR, to: NOW + 84 * HOUR }],
  [
    'component-down@now/2d',
    { kind: 'component-down', factor: 1, target: 'voice-agent', from: NOW, to: NOW + 48 * HOUR },
  ],
  [
    'component-down=billing@now/1h',
    { kind: 'component-down', factor: 1, target: 'billing', from: NOW, to: NOW + HOUR },
  ],
  ['late-provider=twilio:4@now/1h', { kind: 'late-provider', factor: 4, target: 'twilio', from: NOW, to: NOW + HOUR }],
])('reads %s', (text, expected) => {
  expect(readIncident(text, NOW)).toEqual(expected);
});

it.each([
  ['', 'Expected name[=target][:factor]@start/duration, such as latency:1.6@now/45m.'],
  ['spike@now', 'Expected name[=target]'],
  [
    '@now/1h',
    'No incident is named "". Expected latency, errors, spike, drop, silence, drift, component-down, late-provider, holiday.',
  ],
  ['constructor@now/1h', 'No incident is named "constructor".'],
  ['spike:@now/1h', '"" is no factor of spike. Expected a number from 1 to 100.'],
  ['spike:0.5@now/1h', '"0.5" is no factor of spike.'],
  ['holiday:2@now/1d', 'holiday takes no factor.'],
  ['late-provider=acme@now/1h', 'late-provider knows no "acme". Expected vapi, retell, twilio.'],
  ['errors=vapi@now/1h', 'errors takes no target.'],
  ['spike@now-soon/1h', '"now-soon" is no start.'],
  ['spike@2026-02-30T00:00:00/1h', '"2026-02-30T00:00:00" is no start.'],
  ['spike@now/0m', '"0m" is no duration.'],
  ['spike@now/-5m', '"-5m" is no duration.'],
])('refuses %j and says what would be valid', (text, message) => {
  expect(() => readIncident(text, NOW)).toThrow(RangeError);
  expect(() => readIncident(text, NOW)).toThrow(message);
});

it('describes every kind', () => {
  for (const name of Object.keys(INCIDENT_KINDS)) expect(describeIncidents()).toMatch(new RegExp(`^  ${name} `, 'm'));
});
