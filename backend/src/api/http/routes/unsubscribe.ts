import { Type, type Static } from '@sinclair/typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { verifyLink } from '../../../access/signed-links.js';
import { html, type Markup } from '../../../lib/html/html.js';
import { SafeHtml } from '../../../lib/html/safe-html.js';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

type UnsubscribeServices = Pick<Services, 'audit' | 'clock' | 'linkSecrets' | 'schedules' | 'unsubscribed'>;

const tags = ['schedules'];

const Params = Type.Object({
  schedule: Type.String({ maxLength: 100 }),
  address: Type.String({ pattern: '^[0-9a-f]{32}$', description: 'Hash of the address' }),
});
const Link = Type.Object({ expires: Type.String({ maxLength: 20 }), signature: Type.String({ maxLength: 200 }) });

type Request = FastifyRequest<{ Params: Static<typeof Params>; Querystring: Static<typeof Link> }>;

const STYLES = SafeHtml.trusted(`
  :root { color-scheme: light dark; font: 16px/24px system-ui, sans-serif; }
  body { margin: 0; padding: 12vh 20px 0; background: Canvas; color: CanvasText; }
  main { max-width: 32rem; margin: 0 auto; }
  h1 { font-size: 22px; line-height: 30px; margin: 0 0 12px; }
  button { font: inherit; font-weight: 600; padding: 10px 18px; border: 0; border-radius: 6px; background: #3538cd; color: #fff; cursor: pointer; }
  button:focus-visible { outline: 3px solid #91a7ff; outline-offset: 2px; }
`);

/** A page in both languages of reports: who reads it is known to this service only as the hash of an address. */
const page = (title: string, body: Markup): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <style>
          ${STYLES}
        </style>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html> `.text;

function sendPage(reply: FastifyReply, text: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .headers({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    })
    .send(text);
}

/** Leaving a schedule by the link of a mail. Looking at the link changes nothing: programs that check mails do that, too. */
export function unsubscribeRoutes(app: FastifyInstance, services: UnsubscribeServices): void {
  const { audit, clock, linkSecrets, schedules, unsubscribed } = services;
  const config = { scope: 'signed', writes: false } as const;
  const path = '/v1/unsubscribe/:schedule/:address';

  /** What a link is of. @throws HttpError for one that is not whole */
  const read = ({ url, params, query }: Request) => {
    const { expires = '', signature = '' } = query as Partial<Static<typeof Link>>;
    const link = verifyLink(url.split('?', 1)[0] ?? '', { expires, signature }, linkSecrets, clock());
    if (link.status !== 'valid')
      throw new HttpError(403, 'invalid_link', 'this link was not made by this service, or is not whole');
    const { tenant } = link;
    const title = schedules.get(tenant, params.schedule)?.title ?? params.schedule;
    return { tenant, title, ...params };
  };

  app.get<{ Params: Static<typeof Params>; Querystring: Static<typeof Link> }>(
    path,
    { config, schema: { summary: 'A page that asks whether to unsubscribe', tags, params: Params, querystring: Link } },
    async (request, reply) => {
      const { tenant, title, schedule, address } = read(request);
      if (await unsubscribed.has(tenant, schedule, address)) return sendPage(reply, leftPage(title));
      return sendPage(
        reply,
        page(
          'Unsubscribe',
          html`<h1>Unsubscribe from “${title}”?</h1>
            <p>
              You will get no more mails of this schedule.
              <span lang="de">Sie bekommen dann keine Mails dieses Zeitplans mehr.</span>
            </p>
            <form method="post">
              <button type="submit">Unsubscribe · <span lang="de">Abbestellen</span></button>
            </form>`,
        ),
      );
    },
  );

  // Mail programs send a form (RFC 8058), and so does the page; what is in it does not matter.
  app.register((scoped, _options, registered) => {
    scoped.removeAllContentTypeParsers();
    scoped.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 10_000 }, (_request, _body, done) => done(null));
    scoped.post<{ Params: Static<typeof Params>; Querystring: Static<typeof Link> }>(
      path,
      {
        config,
        // A link that is not whole is refused before a body comes.
        onRequest: (request, _reply, done) => {
          read(request);
          done();
        },
        schema: { summary: 'Unsubscribe, in one click (RFC 8058)', tags, params: Params, querystring: Link },
      },
      async (request, reply) => {
        const { tenant, title, schedule, address } = read(request);
        await unsubscribed.add(tenant, schedule, address, new Date(clock()).toISOString());
        await audit.record(tenant, { actor: 'link', action: 'schedule.left', target: `schedules/${schedule}` });
        return sendPage(reply, leftPage(title));
      },
    );
    registered();
  });
}

const leftPage = (title: string): string =>
  page(
    'Unsubscribed',
    html`<h1>You have unsubscribed from “${title}”.</h1>
      <p>
        No more mails of this schedule will come. <span lang="de">Sie bekommen keine Mails dieses Zeitplans mehr.</span>
      </p>`,
  );
