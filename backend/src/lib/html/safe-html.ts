const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is markup already. Everything else that comes into a page is escaped on its way in. */
export class SafeHtml {
  private constructor(readonly text: string) {}

  /** For constants of this room alone: nothing that a sender or a visitor wrote may come here. */
  static trusted(text: string): SafeHtml {
    return new SafeHtml(text);
  }

  static escaped(text: string): SafeHtml {
    return new SafeHtml(text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? ''));
  }
}
