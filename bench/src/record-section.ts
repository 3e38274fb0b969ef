/** A document of Markdown with a section (a heading of the second order and what follows) in the place of the one of that name. */
export function withSection(document: string, section: readonly string[]): string {
  const heading = section[0] ?? '';
  const parts = document.split(/^(?=## )/m);
  const others = parts.filter((part) => part.split('\n', 1)[0] !== heading);
  return [...others.map((part) => `${part.trimEnd()}\n\n`), section.join('\n')].join('');
}
