import { Lexer, type Token, type Tokens } from 'marked';

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

/** Others could run something, or lead to a place of the reader's own machine. */
const LINKS = /^(https?:|mailto:)/i;

function inlinesOf(tokens: readonly Token[], style: Style, depth = 0): Inline[] {
  if (depth > MAX_DEPTH) return [];
  const inner = (token: Token, change: Partial<Style> = {}): Inline[] =>
    inlinesOf(('tokens' in token ? token.tokens : undefined) ?? [], { ...style, ...change }, depth + 1);
  return tokens.flatMap((token): Inline[] => {
    switch (token.type) {
      case 'strong':
        return inner(token, { isBold: true });
      case 'em':
        return inner(token, { isEmphasized: true });
      case 'del':
        return inner(token);
      case 'link': {
        const { href } = token as Tokens.Link;
        return inner(token, LINKS.test(href) ? { link: href } : {});
      }
      case 'codespan':
        return [{ ...style, isCode: true, text: plainText(token) }];
      case 'br':
        return [{ ...style, text: '\n' }];
      // Markup is shown as it was written; of an image, which would be fetched from elsewhere, its description.
      default:
        return 'tokens' in token && (token.tokens ?? []).length > 0
          ? inner(token)
          : [{ ...style, text: plainText(token) }];
    }
  });
}

const plainText = (token: Token): string => ('text' in token ? String(token.text) : token.raw);

/** All text below a token as one paragraph: of a list's items, and of what reports have no block for. */
function textOf(token: Token, depth: number): Inline[] {
  if (depth > MAX_DEPTH) return [];
  if (token.type === 'code' || token.type === 'html')
    return [{ ...PLAIN, isCode: token.type === 'code', text: plainText(token).trimEnd() }];
  if (token.type === 'list') return joined((token as Tokens.List).items, depth + 1);
  if (token.type === 'list_item' || token.type === 'blockquote')
    return joined((token as Tokens.ListItem).tokens, depth + 1);
  return 'tokens' in token ? inlinesOf(token.tokens, PLAIN) : [{ ...PLAIN, text: plainText(token) }];
}

/** Parts below each other. */
const joined = (tokens: readonly Token[], depth: number): Inline[] =>
  tokens
    .filter(({ type }) => type !== 'space')
    .flatMap((token, index) => {
      const inlines = textOf(token, depth);
      return index === 0 || inlines.length === 0 ? inlines : [{ ...PLAIN, text: '\n' }, ...inlines];
    });

function blocksOf(token: Token, depth: number): Block[] {
  if (depth > MAX_DEPTH) return [];
  switch (token.type) {
    case 'heading': {
      const { depth: level, tokens } = token as Tokens.Heading;
      return [{ type: 'heading', level: level === 1 ? 2 : 3, inlines: inlinesOf(tokens, PLAIN) }];
    }
    case 'list': {
      const { ordered, items } = token as Tokens.List;
      return [{ type: 'list', isOrdered: ordered, items: items.map((item) => textOf(item, depth + 1)) }];
    }
    case 'blockquote':
      return (token as Tokens.Blockquote).tokens.flatMap((child) => blocksOf(child, depth + 1));
    case 'space':
    case 'hr':
    case 'def':
      return [];
    default:
      return [{ type: 'paragraph', inlines: textOf(token, depth) }];
  }
}

/**
 * Reads Markdown: headings, paragraphs, lists, emphasis, code and links. What a report has no block for keeps its text; raw
 * HTML is text, too.
 */
export const readMarkdown = (markdown: string): Block[] =>
  new Lexer({ gfm: true })
    .lex(markdown)
    .flatMap((token) => blocksOf(token, 0))
    .filter((block) => block.type === 'list' || block.inlines.length > 0);
