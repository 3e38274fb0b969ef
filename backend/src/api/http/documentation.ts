import { EVENT_DATA } from '@callsight/contract/events/types';
import { AnnotationsQuery } from '@callsight/contract/query/annotations';
import { AttributionQuery } from '@callsight/contract/query/attribution';
import { CallsQuery } from '@callsight/contract/query/calls';
import { AbandonmentQuery, FunnelQuery, PathsQuery } from '@callsight/contract/query/funnel';
import { MetricQuery } from '@callsight/contract/query/request';
import { SegmentsQuery } from '@callsight/contract/query/segments';
import swagger from '@fastify/swagger';
import { SAFE_HEADERS } from '../overview/access/security-headers.js';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

const DESCRIPTION = `Analytics, reporting and alerting for phone calls that AI voice agents handle.

Send events to \`POST /v1/events\` (the schemas below that are named like event types describe their \`data\`), ask for numbers with
\`POST /v1/query\` (schemas MetricQuery, CallsQuery, FunnelQuery, AbandonmentQuery, PathsQuery, AttributionQuery, SegmentsQuery, AnnotationsQuery). Keys go into \`Authorization: Bearer …\`.`;

const LOGO = Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" width="150" height="40" viewBox="0 0 150 40"><text x="0" y="27" font-family="Inter, system-ui, sans-serif" font-size="22" font-weight="700" fill="#fff">Callsight</text></svg>`,
);

/** The page is made by a library that styles itself from within; everything else is as on the pages of this service. */
const DOCS_POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'font-src': "'self' data:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
} as const;

/** `/openapi.json`, and a page to read it at `/docs`. To be called before the routes are added. */
export async function addDocumentation(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Callsight',
        version: '1',
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'API key' } } },
      security: [{ key: [] }],
    },
    refResolver: {
      buildLocalReference: ({ $id }, _baseUri, _fragment, index) => (typeof $id === 'string' ? $id : `schema-${index}`),
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: DOCS_POLICY,
    uiConfig: { docExpansion: 'list' },
    logo: { type: 'image/svg+xml', content: LOGO, href: '/docs' },
    theme: { title: 'Callsight API' },
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (/^\/(?:docs|openapi\.json)(?:[/?]|$)/.test(request.url)) void reply.headers(SAFE_HEADERS);
    done();
  });
  for (const [type, schema] of Object.entries(EVENT_DATA)) app.addSchema({ ...schema, $id: type });
  app.addSchema({ ...MetricQuery, $id: 'MetricQuery' });
  for (const schema of [
    CallsQuery,
    FunnelQuery,
    AbandonmentQuery,
    PathsQuery,
    AttributionQuery,
    SegmentsQuery,
    AnnotationsQuery,
  ])
    app.addSchema({ ...schema, $id: schema.title ?? '' });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
