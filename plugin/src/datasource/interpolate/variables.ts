/** Values of template variables, as queries need them. */
export interface Variables {
  /** A text with its variables replaced; of several values a comma stands between them. */
  one(text: string): string;
  /** The same for a regular expression: what is special is escaped, several values are alternatives. */
  pattern(text: string): string;
  /** All values of a text that is nothing but a variable; of another text, the text with its variables replaced. */
  many(text: string): readonly string[];
  /** Whether a text is nothing but a variable of which "All" is chosen and no value of its own stands for all. */
  isAll(text: string): boolean;
}
