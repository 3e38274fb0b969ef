import type { Nodes, PhrasingContent, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

/** A stretch of text within a block. */
export interface Inline {
  readonly text: string;
  readonly isBold: boolean;
  readonly isEmphasized: boolean;
  readonly isCode: boolean;
  /** Only `https:`, `http:` and `mailto:`. */
  readonly link: string | undefined;
}

export type Block =
  | { readonly type: 'heading'; readonly level: 2 | 3; readonly inlines: readonly Inline[] }
  | { readonly type: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly type: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly Inline[])[] };

type Style = Omit<Inline, 'text'>;
const PLAIN: Style = { isBold: false, isEmphasized: false, isCode: false, link: undefined };

/** Deeper quotes and lists than anybody writes are left out. */
const MAX_DEPTH = 12;

const LINKS = /^(https?:|mailto:)/i;

function inlinesOf(nodes: readonly PhrasingContent[], style: Style, depth = 0): Inline[] {
  if (depth > MAX_DEPTH) return [];
  return nodes.flatMap((node): Inline[] => {
    switch (node.type) {
      case 'text':
        return [{ ...style, text: node.value }];
      case 'inlineCode':
        return [{ ...style, isCode: true, text: node.value }];
      case 'strong':
        return inlinesOf(node.children, { ...style, isBold: true }, depth + 1);
      case 'emphasis':
        return inlinesOf(node.children, { ...style, isEmphasized: true }, depth + 1);
      case 'link':
        return inlinesOf(node.children, { ...style, link: LINKS.test(node.url) ? node.url : style.link }, depth + 1);
      case 'break':
        return [{ ...style, text: '\n' }];
      // Markup is shown as it was written; images would be fetched from elsewhere.
      case 'html':
        return [{ ...style, text: node.value }];
      case 'image':
        return [{ ...style, text: node.alt ?? '' }];
      default:
        return [];
    }
  });
}

/** All text below a node as one paragraph: of a list's items, and of what reports have no block for. */
function textOf(node: Nodes, depth: number): Inline[] {
  if (depth > MAX_DEPTH) return [];
  if (node.type === 'paragraph' || node.type === 'heading') return inlinesOf(node.children, PLAIN);
  if (node.type === 'code' || node.type === 'html')
    return [{ ...PLAIN, isCode: node.type === 'code', text: node.value }];
  if (!('children' in node)) return [];
  return node.children.flatMap((child, index) => {
    const inlines = textOf(child, depth + 1);
    return index === 0 || inlines.length === 0 ? inlines : [{ ...PLAIN, text: '\n' }, ...inlines];
  });
}

function blocksOf(node: RootContent, depth: number): Block[] {
  if (depth > MAX_DEPTH) return [];
  switch (node.type) {
    case 'heading':
      return [{ type: 'heading', level: node.depth === 1 ? 2 : 3, inlines: inlinesOf(node.children, PLAIN) }];
    case 'list':
      return [
        { type: 'list', isOrdered: node.ordered === true, items: node.children.map((item) => textOf(item, depth + 1)) },
      ];
    case 'blockquote':
      return node.children.flatMap((child) => blocksOf(child, depth + 1));
    case 'thematicBreak':
    case 'definition':
      return [];
    default:
      return [{ type: 'paragraph', inlines: textOf(node, depth) }];
  }
}

/**
 * Reads CommonMark: headings, paragraphs, lists, emphasis, code and links. What a report has no block for keeps its text;
 * raw HTML is text, too.
 */
export const readMarkdown = (markdown: string): Block[] =>
  fromMarkdown(markdown)
    .children.flatMap((node) => blocksOf(node, 0))
    .filter((block) => block.type === 'list' || block.inlines.length > 0);
