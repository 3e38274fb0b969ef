import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { dashboardQueries } from '@callsight/bench/dashboard-queries';
import { REPORT_TEMPLATES } from '../../src/reporting/reports/templates/templates.js';
import { phoneCall } from '../support/events/call.js';
import { TestService } from '../support/service/test-service.js';

const ROOT = join(__dirname, '../../..');
const FOLDER = join(ROOT, 'dashboards');

interface Link {
  readonly url?: string;
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly description?: string;
  readonly type: string;
  readonly links?: readonly Link[];
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly links: readonly {
    readonly type: string;
    readonly url?: string;
    readonly includeVars: boolean;
    readonly keepTime: boolean;
  }[];
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
}

const files = readdirSync(FOLDER);
const dashboards = files.map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Dashboard);

test('the committed files are what the sources make', () => {
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'tools/dashboards/dist/main.js'), '--check'], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});

test('no two dashboards have the same address', () => {
  expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
});

describe.each(dashboards)('$title', ({ description, tags, links, panels, templating }) => {
  it('says what it is for, and leads to all others and to a report', () => {
    expect(description).not.toBe('');
    expect(tags).toEqual(['callsight']);
    const kept = { includeVars: true, keepTime: true };
    expect(links).toEqual([
      expect.objectContaining({ type: 'dashboards', tags: ['callsight'], ...kept }),
      expect.objectContaining({ type: 'link', ...kept }),
    ]);
    const [, template] = /^\/a\/callsight-calls-app\/reports\/new\?template=(\w+)$/.exec(links[1]?.url ?? '') ?? [];
    expect(REPORT_TEMPLATES.map(({ id }) => id)).toContain(template);
  });

  it('has panels that say what they show', () => {
    expect(panels.length).toBeGreaterThan(0);
    for (const { title, description: words } of panels) {
      expect(title).not.toBe('');
      expect(words).toMatch(/\w.*\.$/s);
    }
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  });

  it('has panels side by side that do not overlap', () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });

  it('links to dashboards that are there', () => {
    const uids = dashboards.map(({ uid }) => uid);
    for (const { url } of panels.flatMap((panel) => panel.links ?? []))
      expect(uids).toContain(/^\/d\/([a-z-]+)\?/.exec(url ?? '')?.[1]);
  });

  it('lets its datasource be chosen', () => {
    expect(templating.list[0]?.name).toMatch(/^(datasource|influxdb|prometheus)$/);
  });
});

interface Rule {
  readonly uid: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly data: readonly { readonly datasourceUid: string; readonly model: Readonly<Record<string, unknown>> }[];
}

const { groups } = parse(readFileSync(join(ROOT, 'provisioning/alerting/rules.yaml'), 'utf8')) as {
  groups: readonly { readonly rules: readonly Rule[] }[];
};
const rules = groups.flatMap((group) => group.rules);

describe('asked of a service', () => {
  const now = Date.now();
  const service = TestService.forTests(now);
  beforeAll(async () => {
    const start = new Date(now - 1_800_000).toISOString();
    await service.main.send(phoneCall({ start, answered: 2, ended: 60, turns: [{ latency_ms: { e2e: 900 } }] }));
    await service.waitUntilProjected();
  });

  const errorsOf = async (days: number, queries: readonly object[]): Promise<string[]> => {
    const asked = queries.map((query, index) => ({ ...query, refId: `Q${index}` }));
    const from = now - Math.round(days * 86_400_000);
    const { results } = await service.main.query({ from, to: now, timezone: 'Europe/Berlin', queries: asked });
    return Object.values(results).flatMap((result) => ('error' in result ? [result.error.message] : []));
  };

  test('every question of every dashboard is answered', async () => {
    const asked = await dashboardQueries();
    expect(asked).toHaveLength(12);
    for (const { title, days, panels } of asked) {
      const errors = await errorsOf(
        days,
        panels.map(({ query }) => query),
      );
      expect({ title, errors }).toEqual({ title, errors: [] });
    }
  });

  test('every question of every rule is answered', async () => {
    const models = rules.flatMap(({ data }) =>
      data.filter(({ datasourceUid }) => datasourceUid === 'callsight').map(({ model }) => model),
    );
    expect(models.length).toBeGreaterThanOrEqual(rules.length);
    const asked = models.map(({ metrics, thresholds }) => (thresholds === undefined ? { metrics } : { thresholds }));
    expect(await errorsOf(1, asked)).toEqual([]);
  });
});

test.each(rules)('rule $uid leads to a panel that is there', ({ annotations }) => {
  const dashboard = dashboards.find(({ uid }) => uid === annotations['__dashboardUid__']);
  expect(dashboard?.panels.map(({ id }) => String(id))).toContain(annotations['__panelId__']);
  expect(annotations['summary']).not.toBe('');
});
