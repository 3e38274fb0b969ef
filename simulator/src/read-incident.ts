import { INCIDENT_KINDS, kindOf, type Incident, type IncidentKind } from './incident.js';

const FORM = /^(?<name>[^@=:]*)(?:=(?<target>[^@:]*))?(?::(?<factor>[^@]*))?@(?<start>.+)\/(?<length>[^/]*)$/;
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;
const DURATION = /^(\d+(?:\.\d+)?)([smhdw])$/;
const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

const names = Object.keys(INCIDENT_KINDS);
const isKind = (name: string): name is IncidentKind => names.includes(name);

function readDuration(text: string): number | undefined {
  const [, count, unit = ''] = DURATION.exec(text) ?? [];
  const duration = Number(count) * (UNITS[unit] ?? Number.NaN);
  return duration > 0 ? Math.round(duration) : undefined;
}

function readStart(text: string, now: number): number {
  const [, sign, offset = ''] = /^now(?:([+-])(.+))?$/.exec(text) ?? [];
  const duration = readDuration(offset);
  if (text === 'now') return now;
  if (sign !== undefined && duration !== undefined) return sign === '-' ? now - duration : now + duration;
  const start = RFC_3339.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(start)) return start;
  throw new RangeError(`"${text}" is no start. Expected now, now-2h, or a time such as 2026-01-31T00:00:00Z.`);
}

function readFactor(kind: IncidentKind, text: string | undefined): number {
  const { factor } = kindOf(kind);
  if (factor === undefined) {
    if (text === undefined) return 1;
    throw new RangeError(`${kind} takes no factor.`);
  }
  if (text === undefined) return factor.usual;
  const given = text.trim() === '' ? Number.NaN : Number(text);
  if (given >= factor.min && given <= factor.max) return given;
  throw new RangeError(`"${text}" is no factor of ${kind}. Expected a number from ${factor.min} to ${factor.max}.`);
}

function readTarget(kind: IncidentKind, text: string | undefined): { readonly target?: string } {
  const { targets } = kindOf(kind);
  if (targets === undefined) {
    if (text === undefined) return {};
    throw new RangeError(`${kind} takes no target.`);
  }
  if (text === undefined) return { target: targets[0] };
  if (targets.includes(text)) return { target: text };
  throw new RangeError(`${kind} knows no "${text}". Expected ${targets.join(', ')}.`);
}

/**
 * Reads `name[=target][:factor]@start/duration`.
 * @param now epoch milliseconds that `now` stands for
 * @throws RangeError that says what would be valid
 */
export function readIncident(text: string, now: number): Incident {
  const { name, target, factor, start = '', length = '' } = FORM.exec(text)?.groups ?? {};
  if (name === undefined) {
    throw new RangeError('Expected name[=target][:factor]@start/duration, such as latency:1.6@now/45m.');
  }
  if (!isKind(name)) throw new RangeError(`No incident is named "${name}". Expected ${names.join(', ')}.`);
  const strength = { factor: readFactor(name, factor), ...readTarget(name, target) };
  const from = readStart(start, now);
  const duration = readDuration(length);
  if (duration === undefined) {
    throw new RangeError(`"${length}" is no duration. Expected one such as 90s, 30m, 6h, 2d or 1w.`);
  }
  return { kind: name, ...strength, from, to: from + duration };
}

/** The incidents and what they do, one a line, for the help of the command line. */
export function describeIncidents(): string {
  const lines = names.map((name) => {
    const { does, factor, targets } = kindOf(name as IncidentKind);
    const usual = factor === undefined ? '' : `; ${factor.usual} if none is given`;
    const which =
      targets === undefined ? '' : `\n${' '.repeat(18)}${targets.join(', ')}; ${targets[0]} if none is given`;
    return `  ${name.padEnd(15)} ${does}${usual}${which}`;
  });
  return lines.join('\n');
}
