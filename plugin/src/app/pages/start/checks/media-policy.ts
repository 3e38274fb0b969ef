/** Sources that let nothing be played that another host has. */
const OWN = /^(?:'.*'|data:|blob:)$/i;

/** What one policy says of media: its own directive, or the one for everything else. */
function mediaDirective(policy: string): readonly string[] | undefined {
  const directives = policy.split(';').map((directive) => directive.trim().split(/\s+/));
  const named = (name: string) => directives.find(([first]) => first?.toLowerCase() === name);
  return named('media-src') ?? named('default-src');
}

/**
 * What keeps recordings from being played that the service has, which is another host than Grafana.
 * @param header value of `Content-Security-Policy`; null where there is none
 * @returns the directive that does, such as `media-src 'none'`; undefined where none does
 */
export function mediaObstacle(header: string | null): string | undefined {
  return (header ?? '')
    .split(',')
    .map(mediaDirective)
    .find((directive) => directive?.slice(1).every((source) => OWN.test(source)) === true)
    ?.join(' ');
}
