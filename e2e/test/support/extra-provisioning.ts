import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** Title of the rule that the suite makes fire. */
export const RULE = 'A call of the end-to-end suite';

/** Agent whose calls it is about. */
export const AGENT = 'e2e-agent';

const contactPoints = (webhook: string) => ({
  apiVersion: 1,
  contactPoints: [
    {
      orgId: 1,
      name: 'Callsight on-call',
      receivers: [{ uid: 'callsight-oncall-webhook', type: 'webhook', settings: { url: webhook } }],
    },
  ],
});

/** As ours, but without the patience. */
const POLICIES = {
  apiVersion: 1,
  policies: [
    {
      orgId: 1,
      receiver: 'Callsight on-call',
      group_by: ['alertname'],
      group_wait: '1s',
      group_interval: '5s',
      repeat_interval: '4h',
    },
  ],
};

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
          execErrState: 'Error',
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

/** Writes what the suite adds to our provisioning: a webhook, a rule that can be made to fire, and no waiting. */
export async function extraProvisioning(folder: string, webhook: string): Promise<void> {
  const alerting = join(folder, 'alerting');
  await mkdir(alerting, { recursive: true });
  await writeFile(join(alerting, 'e2e-contact-points.yaml'), stringify(contactPoints(webhook)));
  await writeFile(join(alerting, 'policies.yaml'), stringify(POLICIES));
  await writeFile(join(alerting, 'e2e-rules.yaml'), stringify(RULES));
}
