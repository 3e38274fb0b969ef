/** A custom attribute that the configuration declares: a field of events that becomes a dimension. */
export interface AttributeDeclaration {
  readonly name: string;
  readonly type: 'string' | 'number' | 'boolean';
}

/** Column of a custom attribute, apart from the columns that are ours. */
export const attributeColumn = (name: string): string => `attr_${name}`;
