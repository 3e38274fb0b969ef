import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { Marked } from 'marked';
import { html } from '../../../lib/html/html.js';
import { SafeHtml } from '../../../lib/html/safe-html.js';
import { HttpError } from '../http-error.js';

/** The pages as they are in the repository and in the image. */
const FOLDER = fileURLToPath(new URL('../../../../../docs/runbooks', import.meta.url));

/** Nothing but text: no script, nothing from elsewhere. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; font: 1.0625rem/1.6 system-ui, sans-serif; color: #1f2430; background: #fff; }
header { font-size: .875rem; color: #5b6472; border-bottom: 1px solid #d8dce3; padding-bottom: .5rem; }
h1 { font-size: 1.625rem; line-height: 1.25; margin: 1.25rem 0 .5rem; }
li { margin: .5rem 0; }
code { font: .9em ui-monospace, monospace; background: #eef0f4; padding: .1em .3em; border-radius: 3px; overflow-wrap: anywhere; }
a { color: #1f60c4; }
@media (prefers-color-scheme: dark) {
  body { color: #d5dae3; background: #14171d; } header { color: #97a0af; border-color: #333944; }
  code { background: #262b34; } a { color: #7fb0ff; }
}`;

/** Runbooks link to each other; other documents are named, since the service has none of them. */
const markdown = new Marked({
  renderer: {
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      const id = /^([a-z-]+)\.md$/.exec(href)?.[1];
      return id === undefined
        ? `${text} (<code>docs/${href.replace(/^\.\.\//, '')}</code>)`
        : `<a href="${id}">${text}</a>`;
    },
  },
});

function pageOf(file: string): string {
  const text = readFileSync(`${FOLDER}/${file}`, 'utf8');
  const title = /^# (.+)$/m.exec(text)?.[1] ?? file;
  const body = SafeHtml.trusted(markdown.parse(text, { async: false }));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Callsight</title>
        <style>
          ${SafeHtml.trusted(STYLE)}
        </style>
      </head>
      <body>
        <header>Callsight · Runbook</header>
        <main>${body}</main>
      </body>
    </html>`.text;
}

/**
 * What to look at when a threshold that is built in fires, for people whom a message led here: open to everybody, since it
 * is the same in every installation.
 */
export function runbookRoutes(app: FastifyInstance): void {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.md'));
  const pages = new Map(files.map((file) => [file.slice(0, -'.md'.length), pageOf(file)]));
  app.get<{ Params: { id: string } }>('/docs/runbooks/:id', { schema: { hide: true } }, (request, reply) => {
    const page = pages.get(request.params.id);
    if (page === undefined)
      throw new HttpError(404, 'not_found', `there is no runbook "${request.params.id}"; /docs/runbooks lists them`);
    return reply.type('text/html; charset=utf-8').header('content-security-policy', POLICY).send(page);
  });
  app.get('/docs/runbooks', { schema: { hide: true } }, () => ({ runbooks: [...pages.keys()].sort() }));
}
