import type { EditorTools } from './editor-tools';

/** Props of an editor of one part of a query. */
export interface PartEditorProps<Part> {
  readonly value: Part;
  readonly onChange: (value: Part) => void;
  readonly tools: EditorTools;
}
