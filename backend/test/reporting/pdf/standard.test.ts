import { TestService } from '../../support/service/test-service.js';

const REPORT = {
  title: 'Standard',
  range: 'yesterday',
  timezone: 'UTC',
  locale: 'en',
  sections: [
    { type: 'kpis', metrics: ['calls.count'] },
    { type: 'series', metrics: ['calls.count'], interval: '1h', chart: 'line' },
  ],
};

test.each([
  // The identifiers that ISO 14289-1 and ISO 19005-3 ask for in the metadata.
  ['accessible', /<pdfuaid:part>1<\/pdfuaid:part>/, /<pdfaid:part>/],
  ['archive', /<pdfaid:part>3<\/pdfaid:part>\s*<pdfaid:conformance>A<\/pdfaid:conformance>/, /<pdfuaid:part>/],
] as const)('PDF files are of the standard that the settings name: %s', async (standard, own, other) => {
  const service = await TestService.start(Date.UTC(2026, 10, 27, 5), { CALLSIGHT_PDF_STANDARD: standard });
  try {
    const reply = await service.app.inject({
      method: 'POST',
      url: '/v1/reports/render?format=pdf',
      headers: { authorization: `Bearer ${service.main.key}` },
      payload: REPORT,
    });
    expect(reply.statusCode).toBe(200);
    const metadata = reply.rawPayload.toString('latin1');
    expect(metadata).toMatch(own);
    expect(metadata).not.toMatch(other);
    // Tagged in both.
    expect(metadata).toMatch(/\/MarkInfo\s*<<\s*\/Marked true/);
  } finally {
    await service.remove();
  }
});
