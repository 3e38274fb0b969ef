import type { QueryAnswer } from '@callsight/contract/query/answer';
import type { Harness } from '../harness';

/** Asks the service itself, to compare with what is shown. @returns columns by their names */
export async function queryService({ service }: Harness, query: object): Promise<Record<string, unknown[]>> {
  const to = Date.now();
  const response = await fetch(`${service.url}/v1/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${service.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ from: to - 14 * 86_400_000, to, queries: [{ refId: 'A', ...query }] }),
  });
  const { results } = (await response.json()) as QueryAnswer;
  const result = results['A'];
  if (result === undefined || 'error' in result) throw new Error(JSON.stringify(result));
  const [frame] = result.frames;
  return Object.fromEntries(
    (frame?.schema.fields ?? []).map(({ name }, index) => [name, frame?.data.values[index] ?? []]),
  );
}
