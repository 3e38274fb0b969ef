import { eventually } from './eventually.js';
import type { Stack } from './stack.js';

/** A rule as Grafana evaluates it. */
export interface Rule {
  readonly name: string;
  readonly health: string;
  readonly lastEvaluation: string;
  readonly alerts?: readonly { readonly labels: Readonly<Record<string, string>>; readonly state: string }[];
}

/** The rules that we ship. */
export async function shippedRules(stack: Stack): Promise<Rule[]> {
  const { data } = (await stack.api('/api/prometheus/grafana/api/v1/rules')) as {
    data: { groups: { name: string; rules: Rule[] }[] };
  };
  return data.groups.filter(({ name }) => name.startsWith('callsight')).flatMap((group) => group.rules);
}

/** Waits until each has been evaluated since the start. @returns those that could not be */
export async function brokenRules(stack: Stack): Promise<Rule[]> {
  const isEvaluated = ({ health, lastEvaluation }: Rule): boolean =>
    health !== 'unknown' && Date.parse(lastEvaluation) > Date.UTC(2020, 0);
  await eventually('all rules have been evaluated', async () => (await shippedRules(stack)).every(isEvaluated), 90_000);
  return (await shippedRules(stack)).filter(({ health }) => health !== 'ok' && health !== 'nodata');
}

/** Receivers of ours that are stored, by uid. */
export async function contactPoints(stack: Stack): Promise<string[]> {
  const all = (await stack.api('/api/v1/provisioning/contact-points')) as { uid: string }[];
  return all
    .map(({ uid }) => uid)
    .filter((uid) => uid.startsWith('callsight'))
    .sort();
}

/** Waits until messages go to so many receivers of ours: Grafana takes over what is stored a little later. */
export async function untilInForce(stack: Stack, count: number): Promise<void> {
  await eventually(`messages go to ${count} receivers`, async () => {
    const active = (await stack.api('/api/alertmanager/grafana/config/api/v1/receivers')) as {
      name: string;
      integrations: object[];
    }[];
    return (
      active.filter(({ name }) => name.startsWith('Callsight')).flatMap((one) => one.integrations).length === count
    );
  });
}

/** What Grafana has logged as an error since its start. */
export const errorLines = async (stack: Stack): Promise<string[]> =>
  (await stack.log()).split('\n').filter((line) => /\blevel=error\b/.test(line));
