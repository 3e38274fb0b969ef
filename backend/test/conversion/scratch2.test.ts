import fc from 'fast-check';
import { startRunningService, type RunningService } from '../support/running-service.js';
import { differences, withoutIdleGroups, withoutIdleCurrencies } from './agreement.js';
import { randomHistory, slot, BASE } from './random-history.js';
import { randomAttribution, randomScope, randomMetrics, randomPaths } from './random-questions.js';
import { historyOf } from './reference-history.js';
import { answerOf } from './reference.js';
import { micros } from './moment.js';
import { rowsOfFrames, send } from './story.js';
const MODE = process.env['MODE'] ?? 'metrics';
let service: RunningService;
beforeAll(async () => {
  service = await startRunningService(BASE / 1_000);
});
afterAll(() => service.stop());
it('s', async () => {
  const q =
    MODE === 'metrics'
      ? randomMetrics
      : MODE === 'paths'
        ? randomPaths.map((paths) => ({ paths }))
        : randomAttribution.map((attribution) => ({ attribution }));
  let bad = 0;
  const seed = Number(process.env['SEED'] ?? Date.now() % 1e6);
  let out = `seed ${seed}\n`;
  const samples = fc.sample(
    fc.tuple(randomHistory, slot, randomScope, fc.array(q as never, { minLength: 8, maxLength: 8 })),
    { numRuns: Number(process.env['N'] ?? 40), seed },
  );
  for (const [k, [events, sl, scope, qs]] of samples.entries()) {
    const now = k % 3 > 0 ? BASE + 4320 * 6e7 : sl;
    const known = events.filter((e) => micros(e.time) <= now);
    if (known.length === 0) continue;
    service.now = now / 1000;
    const tenant = await service.tenant();
    await send(tenant, known);
    await service.settled();
    const h = historyOf(known, now);
    const answer = await tenant.query({
      from: scope.from / 1e3,
      to: scope.to / 1e3,
      timezone: scope.zone,
      queries: qs.map((x, i) => ({ refId: `Q${i}`, ...(x as object) })),
    });
    for (const [i, question] of (qs as never[]).entries()) {
      const dims =
        MODE === 'metrics'
          ? (question as { groupBy: string[] }).groupBy
          : MODE === 'paths'
            ? []
            : (question as { attribution: { groupBy: string[] } }).attribution.groupBy;
      const r = rowsOfFrames(answer, `Q${i}`)[0]!;
      const e = answerOf(h, question, scope)[0]!;
      const d =
        MODE === 'metrics'
          ? differences(
              withoutIdleGroups(withoutIdleCurrencies(r), dims),
              withoutIdleGroups(withoutIdleCurrencies(e), dims),
              dims,
            )
          : differences(r, e, dims);
      if (d.length > 0) {
        bad += 1;
        if (bad > 3) break;
        out +=
          JSON.stringify(question) +
          '\n' +
          d.join('\n') +
          '\n scope ' +
          new Date(scope.from / 1e3).toISOString() +
          ' ' +
          new Date(scope.to / 1e3).toISOString() +
          ' now ' +
          new Date(now / 1e3).toISOString() +
          '\n' +
          known
            .map((ev) => `${ev.time.slice(5, 19)} ${ev.type} ${ev.subject ?? ''} ${JSON.stringify(ev.data)}`)
            .sort()
            .join('\n') +
          '\n' +
          h.payments.map((p) => `pay ${p.id} -> ${p.call?.id} ${p.appointment}`).join('\n') +
          '\n' +
          h.appointments.map((p) => `app ${p.id} -> ${p.call?.id}`).join('\n') +
          '\n----\n';
        break;
      }
    }
  }
  console.log(out, 'bad', bad, 'of', samples.length);
}, 300_000);
