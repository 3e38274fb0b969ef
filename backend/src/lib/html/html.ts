import { SafeHtml } from './safe-html.js';

/** `false` and `undefined` stand for nothing, so that `condition && html…` reads well. */
export type Markup = SafeHtml | string | number | false | undefined | readonly Markup[];

function render(part: Markup): string {
  if (part === false || part === undefined) return '';
  if (part instanceof SafeHtml) return part.text;
  if (typeof part === 'string') return SafeHtml.escaped(part).text;
  return typeof part === 'number' ? String(part) : part.map(render).join('');
}

/** Template of HTML or SVG. Every value is escaped unless it comes from such a template itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Markup[]): SafeHtml {
  return SafeHtml.trusted(
    strings.map((text, index) => (index === 0 ? text : render(parts[index - 1]) + text)).join(''),
  );
}
