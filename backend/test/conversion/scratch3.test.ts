import fc from 'fast-check';
import { startRunningService, type RunningService } from '../support/running-service.js';
import { differences } from './agreement.js';
import { randomHistory, slot, BASE } from './random-history.js';
import { randomScope, randomFunnel } from './random-questions.js';
import { historyOf } from './reference-history.js';
import { journeysOf } from './reference-journey.js';
import { keptUnits } from './reference-funnel.js';
import { answerOf } from './reference.js';
import { micros, rfc3339 } from './moment.js';
import { rowsOfFrames, send } from './story.js';
let service: RunningService;
beforeAll(async () => {
  service = await startRunningService(BASE / 1_000);
});
afterAll(() => service.stop());
it('s', async () => {
  let bad = 0;
  const seed = Number(process.env['SEED'] ?? Date.now() % 1e6);
  let out = `seed ${seed}\n`;
  const samples = fc.sample(
    fc.tuple(randomHistory, slot, randomScope, fc.array(randomFunnel, { minLength: 30, maxLength: 30, size: 'max' })),
    { numRuns: Number(process.env['N'] ?? 40), seed },
  );
  let asked = 0;
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
      queries: qs.map((funnel, i) => ({ refId: `Q${i}`, funnel })),
    });
    for (const [i, funnel] of qs.entries()) {
      if (funnel.unit === 'caller' && (funnel.exclusions ?? []).length > 0) continue;
      asked += 1;
      const r = rowsOfFrames(answer, `Q${i}`)[0]!;
      const e = answerOf(h, { funnel }, scope)[0]!;
      const d = differences(r, e, []).filter((x) => /reached|pending|dropped|median/.test(x));
      if (d.length > 0) {
        bad += 1;
        if (bad > 6) continue;
        out +=
          JSON.stringify(funnel) +
          '\n' +
          d.join('\n') +
          '\n scope ' +
          rfc3339(scope.from) +
          ' ' +
          rfc3339(scope.to) +
          ' now ' +
          rfc3339(now) +
          '\n' +
          keptUnits(h, funnel, scope)
            .map(
              (a) =>
                a.unit +
                ' ' +
                a.end +
                ' ' +
                a.times.map((t) => rfc3339(t).slice(8, 19)).join(' ') +
                '\n      ' +
                journeysOf(h, funnel.unit!)
                  .find((j) => j.unit === a.unit)!
                  .occurrences.map((o) => o.step + '@' + rfc3339(o.at).slice(8, 19))
                  .join(' '),
            )
            .join('\n') +
          '\n' + known.filter((ev) => /payment|appoint|call.started/.test(ev.type)).map((ev) => `${ev.time.slice(5, 19)} ${ev.type} ${ev.subject ?? ''} ${JSON.stringify(ev.data)}`).sort().join('\n') + '\n' + h.payments.map((x) => `pay ${x.id} -> ${x.call?.id} ${x.appointment}`).join('\n') + h.appointments.map((x) => `app ${x.id} -> ${x.call?.id}`).join('\n') + '\n----\n';
      }
    }
  }
  console.log(out, 'bad', bad, 'of', asked);
}, 600_000);
