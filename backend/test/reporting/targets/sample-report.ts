import { systemTimer } from '../../../src/lib/background/timer.js';
import { networkPolicy } from '../../../src/lib/net/resolve-host.js';
import type { TargetDefinition, TargetReport } from '../../../src/reporting/targets/target.js';
import { Targets } from '../../../src/reporting/targets/targets.js';

export const NOW = Date.UTC(2026, 10, 30, 7);
export const SECRET = 'secret-of-the-webhook';
export const patient = new AbortController().signal;

export const FILES: Readonly<Record<string, string>> = {
  'wöchentlich_1.csv': 'a;b\r\n1;2\r\n',
  'weekly_1.pdf': '%PDF-1.7',
};

export const report = (further: Partial<TargetReport> = {}): TargetReport => ({
  run: '0n5tq2',
  report: 'weekly',
  title: 'Weekly <report> & more',
  plannedAt: Date.UTC(2026, 10, 30, 7),
  period: { from: Date.UTC(2026, 10, 23), to: Date.UTC(2026, 10, 30), text: '23 – 29 November 2026' },
  isIncomplete: false,
  files: Object.entries(FILES).map(([name, text]) => ({
    format: name.slice(-3),
    name,
    contentType: 'text/plain',
    bytes: Buffer.byteLength(text),
    sha256: 'ab',
    url: `https://calls.example.com/v1/runs/0n5tq2/artifacts/${name.slice(-3)}?expires=1&signature=a%3D|x`,
    expiresAt: Date.UTC(2027, 1, 28),
    read: () =>
      Promise.resolve(
        (async function* () {
          yield await Promise.resolve(Buffer.from(text));
        })(),
      ),
  })),
  findings: ['Calls rose to 432, +8.5% <!channel>'],
  figures: ['Calls: 432 ▲ 8.5%', 'Net revenue: €7,633.52 ▼ 9.7%'],
  ...further,
});

export const targets = (definition: TargetDefinition, { allowsPrivate = true, postMs = 10_000 } = {}): Targets =>
  new Targets({
    definitions: [definition],
    policy: networkPolicy(allowsPrivate),
    minFreeBytes: () => Promise.resolve(0),
    clock: () => NOW,
    timer: systemTimer,
    postMs,
  });
