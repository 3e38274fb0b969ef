/** One line of the text format of Prometheus. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface MetricFamily {
  readonly help: string;
  readonly type: string;
  readonly samples: readonly Sample[];
}

const LINE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;
const ESCAPES: Readonly<Record<string, string>> = { '\\n': '\n', '\\\\': '\\', '\\"': '"' };

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const [, name = '', value = ''] = LABEL.exec(text) ?? [];
    if (name === '' || name in labels) throw new Error(`not a list of labels: ${text}`);
    labels[name] = value.replace(/\\[n"\\]/g, (escape) => ESCAPES[escape] ?? '');
  }
  return labels;
}

function numberOf(text: string): number {
  if (/^[+-]?Inf$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  const value = Number(text);
  // Prometheus reads it in any case.
  if (Number.isNaN(value) && text.toLowerCase() !== 'nan') throw new Error(`not a number: ${text}`);
  return value;
}

const isOf = (name: string, family: string): boolean =>
  name === family || ['_bucket', '_sum', '_count'].some((suffix) => name === family + suffix);

function sampleIn(line: string): Sample {
  const match = LINE.exec(line);
  if (match === null) throw new Error(`neither a comment nor a value: ${line}`);
  const [, name = '', labels = '', value = ''] = match;
  return { name, labels: labelsOf(labels), value: numberOf(value) };
}

/** Reads the text format 0.0.4 strictly: every sample belongs to the family that was declared last, none comes twice. */
export function parsePrometheusText(text: string): ReadonlyMap<string, MetricFamily> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Map<string, MetricFamily & { samples: Sample[] }>();
  const seen = new Set<string>();
  let current = '';
  let help = '';
  const declare = (name: string, type: string): void => {
    if (families.has(name)) throw new Error(`${name} is declared twice`);
    families.set(name, { help, type, samples: [] });
    current = name;
  };
  const add = (line: string): void => {
    const sample = sampleIn(line);
    const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
    if (!isOf(sample.name, current)) throw new Error(`a line outside of its metric: ${line}`);
    if (seen.has(key)) throw new Error(`a line that comes twice: ${line}`);
    seen.add(key);
    families.get(current)?.samples.push(sample);
  };
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, kind, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (kind === 'HELP') help = rest;
    else if (kind === 'TYPE') declare(name, rest);
    else add(line);
  }
  return families;
}
