import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** Title of the rule that the suite makes fire. */
export const RULE = 'A call of the end-to-end suite';

/** Agent whose calls it is about. */
export const AGENT = 'e2e-agent';

const RULES = {
  apiVersion: 1,
  groups: [
    {
      orgId: 1,
      name: 'end-to-end',
      folder: 'Callsight',
      interval: '10s',
      rules: [
        {
          uid: 'callsight-e2e',
          title: RULE,
          condition: 'C',
          for: '0s',
          noDataState: 'OK',
          execErrState: 'KeepLast',
          labels: { service: 'callsight' },
          annotations: { summary: '{{ $labels.agent }} took {{ $values.A.Value }} calls' },
          data: [
            {
              refId: 'A',
              datasourceUid: 'callsight',
              relativeTimeRange: { from: 60, to: 0 },
              model: {
                refId: 'A',
                queryType: 'metrics',
                version: 1,
                metrics: ['calls.count'],
                groupBy: ['agent'],
                filters: [{ dimension: 'agent', op: 'in', values: [AGENT] }],
              },
            },
            {
              refId: 'C',
              datasourceUid: '__expr__',
              model: {
                refId: 'C',
                type: 'threshold',
                expression: 'A',
                conditions: [{ evaluator: { type: 'gt', params: [0] } }],
              },
            },
          ],
        },
      ],
    },
  ],
};

const PROVISIONING = join(__dirname, '../../../provisioning');

/** What waits in the shipped files waits less here; how alerts are routed, and for how long the service may be away, stays. */
const IMPATIENT: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  'callsight-policies.yaml': [
    [/group_wait: \S+/g, 'group_wait: 1s'],
    [/group_interval: \S+/g, 'group_interval: 5s'],
    [/repeat_interval: 1m$/gm, 'repeat_interval: 5s'],
  ],
  'callsight-rules.yaml': [
    [/interval: 1m/g, 'interval: 10s'],
    [/keepFiringFor: 5m/g, 'keepFiringFor: 20s'],
  ],
  'callsight-watchdog.yaml': [[/interval: 1m/g, 'interval: 10s']],
};

/**
 * Writes what the suite puts in the place of our alerting: the shipped files with the receivers of `variables`, without their
 * patience, and a rule that can be made to fire.
 */
export async function extraProvisioning(folder: string, variables: Readonly<Record<string, string>>): Promise<void> {
  const alerting = join(folder, 'alerting');
  await rm(alerting, { recursive: true, force: true });
  await mkdir(alerting, { recursive: true });
  const env = { PATH: process.env['PATH'] ?? '', ...variables };
  execFileSync(join(PROVISIONING, 'receivers.sh'), [alerting], { env });
  for (const [name, changes] of Object.entries(IMPATIENT)) {
    const path = join(alerting, name);
    const text = await readFile(path, 'utf8');
    await writeFile(
      path,
      changes.reduce((changed, [from, to]) => changed.replace(from, to), text),
    );
  }
  await writeFile(join(alerting, 'e2e-rules.yaml'), stringify(RULES));
}
