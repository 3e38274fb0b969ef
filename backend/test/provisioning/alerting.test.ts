import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { STATE_COLUMNS, STATE_TEXTS, ThresholdsQuery } from '@callsight/contract/monitoring/threshold';
import { compileCheck } from '../../src/lib/schema/schema-check.js';

const ROOT = join(__dirname, '../../..');

interface Rule {
  readonly uid: string;
  readonly title: string;
  readonly condition: string;
  readonly for: string;
  readonly keepFiringFor?: string;
  readonly noDataState: string;
  readonly execErrState: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly data: readonly {
    readonly refId: string;
    readonly datasourceUid: string;
    readonly model: Readonly<Record<string, unknown>>;
  }[];
}

interface Receiver {
  readonly uid: string;
  readonly type: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly disableResolveMessage?: boolean;
}

interface Route {
  readonly receiver: string;
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly object_matchers?: readonly (readonly [string, string, string])[];
  readonly routes?: readonly Route[];
}

interface AlertingFile {
  readonly apiVersion: number;
  readonly groups?: readonly { readonly interval: string; readonly rules: readonly Rule[] }[];
  readonly contactPoints?: readonly { readonly name: string; readonly receivers: readonly Receiver[] }[];
  readonly policies?: readonly Route[];
  readonly templates?: readonly { readonly name: string; readonly template: string }[];
}

const read = (path: string): AlertingFile =>
  parse(readFileSync(join(ROOT, 'provisioning', path), 'utf8')) as AlertingFile;
const yamlIn = (folder: string): string[] =>
  readdirSync(join(ROOT, 'provisioning', folder))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => `${folder}/${file}`);

const files = [...yamlIn('alerting'), ...yamlIn('receivers')].map((path) => ({ path, file: read(path) }));
const rules = files.flatMap(({ file }) => (file.groups ?? []).flatMap((group) => group.rules));
const ruleOf = (uid: string): Rule => {
  const found = rules.find((rule) => rule.uid === uid);
  if (found === undefined) throw new Error(`no rule ${uid}`);
  return found;
};
const contactPoints = files.flatMap(({ file }) => file.contactPoints ?? []);
const template = files
  .flatMap(({ file }) => file.templates ?? [])
  .map((one) => one.template)
  .join('\n');
const defined = [...template.matchAll(/\{\{-? *define "([^"]+)"/g)].map(([, name]) => name ?? '');

test('every file is read as Grafana reads it', () => {
  expect(files.map(({ path }) => path)).toContain('alerting/rules.yaml');
  for (const { file } of files) expect(file.apiVersion).toBe(1);
});

describe('the rules', () => {
  interface Dashboard {
    readonly uid: string;
    readonly panels: readonly { readonly id: number }[];
  }
  const dashboards = readdirSync(join(ROOT, 'dashboards')).map(
    (file) => JSON.parse(readFileSync(join(ROOT, 'dashboards', file), 'utf8')) as Dashboard,
  );

  test('name dashboards and panels that exist', () => {
    const shown = rules.filter(({ annotations }) => annotations['__dashboardUid__'] !== undefined);
    expect(shown.map(({ uid }) => uid)).toEqual(['callsight-critical', 'callsight-warning', 'callsight-unreachable']);
    for (const { annotations } of shown) {
      const dashboard = dashboards.find(({ uid }) => uid === annotations['__dashboardUid__']);
      expect(dashboard?.panels.map(({ id }) => String(id))).toContain(annotations['__panelId__']);
    }
  });

  test('ask for thresholds as the service takes it, and for texts apart from states', () => {
    const check = compileCheck(ThresholdsQuery, '', 'invalid_query', 'the query');
    for (const uid of ['callsight-critical', 'callsight-warning']) {
      const { data, condition } = ruleOf(uid);
      const asked = data.filter(({ datasourceUid }) => datasourceUid === 'callsight');
      for (const { refId, model } of asked) expect(check({ refId, thresholds: model['thresholds'] })).toBeUndefined();
      // Labels of the condition are labels of the alert: a text in them would make a new alert whenever it changes.
      const judged = data.find(({ refId }) => refId === condition)?.model['expression'];
      expect(asked.find(({ refId }) => refId === judged)?.model['thresholds']).toEqual({ columns: ['state'] });
    }
  });

  test('take from the texts only what there is', () => {
    for (const { annotations } of rules)
      for (const text of Object.values(annotations)) {
        for (const [, name = ''] of text.matchAll(/\.Labels "([^"]+)"/g))
          expect([...STATE_TEXTS, 'threshold']).toContain(name);
        // A threshold has its own dimensions, and a value of the alert has no unit.
        expect(text).not.toMatch(/\$labels|\.Value\b|\$\{/);
      }
    expect(STATE_COLUMNS).toContain('value');
  });

  test('keep their state when there is no answer, all but the one that says so after three minutes', () => {
    for (const uid of ['callsight-critical', 'callsight-warning'])
      expect(ruleOf(uid)).toMatchObject({
        execErrState: 'KeepLast',
        noDataState: 'OK',
        for: '0s',
        keepFiringFor: '5m',
        missing_series_evals_to_resolve: 5,
      });
    expect(ruleOf('callsight-unreachable')).toMatchObject({
      execErrState: 'Alerting',
      noDataState: 'Alerting',
      for: '3m',
    });
    // It fires as long as all is well, so that it has to stop when something is not.
    expect(ruleOf('callsight-watchdog')).toMatchObject({ execErrState: 'OK', noDataState: 'OK' });
  });
});

describe('the messages', () => {
  const settings = contactPoints.flatMap(({ receivers }) =>
    receivers.map((receiver) => JSON.stringify(receiver.settings)),
  );

  test('use templates that are defined, each of which is used', () => {
    const used = [template, ...settings].flatMap((text) =>
      [...text.matchAll(/template \\?"([^"\\]+)\\?"/g)].map(([, name]) => name ?? ''),
    );
    expect(defined.length).toBeGreaterThan(10);
    expect(new Set(used)).toEqual(new Set(defined));
    expect(new Set(defined).size).toBe(defined.length);
  });

  test('name annotations and labels that the rules have', () => {
    const annotations = new Set(rules.flatMap((rule) => Object.keys(rule.annotations)));
    const own = new Set([...rules.flatMap(({ labels }) => Object.keys(labels)), 'alertname', 'threshold', 'component']);
    for (const text of [template, ...settings]) {
      for (const [, name = ''] of text.matchAll(/Annotations\.(\w+)/g)) expect(annotations).toContain(name);
      for (const [, name = ''] of text.matchAll(/Labels\.(\w+)/g)) expect(own).toContain(name);
    }
  });

  test('take nothing from the environment that Grafana would put into a template', () => {
    // In settings `$name` is a variable of the environment; templates have variables of their own.
    for (const text of settings)
      for (const [, name = ''] of text.matchAll(/\$(\w*)/g)) expect(name).toMatch(/^CALLSIGHT_[A-Z_]+$/);
  });
});

describe('the policies', () => {
  const [tree] = read('alerting/policies.yaml').policies ?? [];
  const all = (route: Route): Route[] => [route, ...(route.routes ?? []).flatMap(all)];
  const routes = tree === undefined ? [] : all(tree);

  test('send to a contact point that is always there', () => {
    const always = (read('alerting/contact-points.yaml').contactPoints ?? []).map(({ name }) => name);
    expect(routes.length).toBeGreaterThan(4);
    for (const { receiver } of routes) expect(always).toContain(receiver);
  });

  /** The route that an alert takes, as Grafana finds it: the first child that matches, and so on. */
  function routeOf(labels: Readonly<Record<string, string>>, route: Route): Route {
    const matches = ({ object_matchers: matchers = [] }: Route): boolean =>
      matchers.every(([name, , value]) => (labels[name] ?? '') === value);
    const child = route.routes?.find(matches);
    return child === undefined ? route : routeOf(labels, { ...route, ...child, routes: child.routes ?? [] });
  }
  const waits = (
    labels: Readonly<Record<string, string>>,
  ): Pick<Route, 'group_by' | 'group_wait' | 'repeat_interval'> => {
    if (tree === undefined) throw new Error('no policies');
    const { group_by, group_wait, repeat_interval } = routeOf({ service: 'callsight', ...labels }, tree);
    return { group_by: group_by ?? [], group_wait: group_wait ?? '', repeat_interval: repeat_interval ?? '' };
  };

  test('put what belongs to one incident into one message, sooner where it is critical', () => {
    const component = ['grafana_folder', 'alertname', 'component'];
    const threshold = ['grafana_folder', 'alertname', 'threshold'];
    expect(waits({ severity: 'critical', component: 'voice-agent', threshold: 'call-errors' })).toEqual({
      group_by: component,
      group_wait: '30s',
      repeat_interval: '4h',
    });
    expect(waits({ severity: 'warning', component: 'telephony', threshold: 'more-calls' })).toEqual({
      group_by: component,
      group_wait: '10m',
      repeat_interval: '1d',
    });
    expect(waits({ severity: 'critical', threshold: 'own' })).toMatchObject({ group_by: threshold });
    expect(waits({ severity: 'warning', threshold: 'own' })).toMatchObject({ group_by: threshold, group_wait: '10m' });
    // All systems that are down are told together.
    expect(waits({ severity: 'critical', threshold: 'component-down', component: 'vapi-api' })).toMatchObject({
      group_by: threshold,
      group_wait: '1m',
    });
  });

  test('have no mute timings, which Grafana 12.4.2 does not keep to', () => {
    expect(readFileSync(join(ROOT, 'provisioning/alerting/policies.yaml'), 'utf8')).not.toContain('mute');
  });
});
