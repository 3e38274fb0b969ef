import { httpGet } from '../../../lib/net/http-get.js';
import { down, UP, type Finding, type PlanOf, type Probe, type ProbeContext } from './probe.js';

/** A state of health is a few hundred bytes. */
const MAX_BODY = 65_536;

const pathOf = (url: URL, path: string): URL => new URL(url.pathname.replace(/\/*$/, `/${path}`), url);

/** What `/health` says, which servers from 1.8 on have. */
async function health({ target, statuses }: PlanOf<'influxdb'>, { policy, signal }: ProbeContext): Promise<Finding> {
  const { status, body } = await httpGet(pathOf(target.url, 'health'), {
    policy,
    signal,
    maxBytes: MAX_BODY,
    maxRedirects: 0,
  });
  if (statuses?.includes(status) !== true) return down(`/health answered ${status}; expected ${statuses?.text ?? ''}`);
  return /"status"\s*:\s*"fail"/.test(body.toString('utf8')) ? down('/health says "fail"') : UP;
}

/** Whether an InfluxDB answers `/ping`, and where a status is expected `/health` with it. */
export const probeInflux: Probe<'influxdb'> = async (plan, context) => {
  const { policy, signal } = context;
  const ping = await httpGet(pathOf(plan.target.url, 'ping'), { policy, signal, maxBytes: 0, maxRedirects: 0 });
  if (ping.status !== 204 && ping.status !== 200) return down(`/ping answered ${ping.status}; expected 204`);
  return plan.statuses === undefined ? UP : health(plan, context);
};
