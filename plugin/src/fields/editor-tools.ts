import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { Funnel } from '@callsight/contract/query/funnel';

/** What the fields of the editor offer for choice. */
export interface EditorTools {
  readonly catalogue: Catalogue;
  readonly funnels: readonly Funnel[];
  /** Values of a dimension in the range of the panel, the most frequent first. */
  readonly values: (dimension: string, search: string) => Promise<readonly (string | number | boolean)[]>;
}

/** Props of an editor of one part of a query. */
export interface PartEditorProps<Part> {
  readonly value: Part;
  readonly onChange: (value: Part) => void;
  readonly tools: EditorTools;
}
