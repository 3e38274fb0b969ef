import type { NetworkPolicy } from '../../lib/net/resolve-host.js';
import { postReport } from './post-report.js';
import type { SendToTarget, TargetReport } from './target.js';

/** Slack refuses more characters in a header and in a section. */
const MAX_HEADER = 150;
const MAX_SECTION = 3_000;

/** The three characters that Slack reads as markup (`<@U…>` would call people); `*` and `_` only change how letters look. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Whole lines, as many as fit. */
function section(lines: readonly string[]): object[] {
  let text = '';
  for (const line of lines) {
    const next = text === '' ? line : `${text}\n${line}`;
    if (next.length > MAX_SECTION) break;
    text = next;
  }
  return text === '' ? [] : [{ type: 'section', text: { type: 'mrkdwn', text } }];
}

function messageOf({ title, period, isIncomplete, findings, figures, files }: TargetReport): object {
  const heading = isIncomplete ? `[incomplete] ${title}` : title;
  return {
    // Shown where blocks cannot be, such as in notes of telephones; without links and names that are looked up.
    text: `${escaped(heading)}: ${escaped(period.text)}`,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: heading.slice(0, MAX_HEADER), emoji: false } },
      { type: 'context', elements: [{ type: 'plain_text', text: period.text.slice(0, MAX_HEADER), emoji: false }] },
      ...section(findings.map((finding) => `• ${escaped(finding)}`)),
      ...section(figures.map(escaped)),
      ...section(
        files.map(
          ({ name, url }) => `<${url.replaceAll(/[<>|]/g, encodeURIComponent)}|${escaped(name).replaceAll('|', '¦')}>`,
        ),
      ),
    ],
  };
}

/** Posts findings, key figures and links to an incoming webhook of Slack, whose address is its secret. */
export const slackTarget =
  ({ url }: { readonly url: string }, { policy }: { readonly policy: NetworkPolicy }): SendToTarget =>
  (report, signal) =>
    postReport(url, Buffer.from(JSON.stringify(messageOf(report))), { policy, signal, showsAnswer: true });
