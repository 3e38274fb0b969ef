import type { AnnotationKind } from '@callsight/contract/query/annotations';

/** Something that happened, or went on from one instant to another; epoch microseconds. */
export interface Annotation {
  readonly kind: AnnotationKind;
  readonly from: number;
  /** Undefined for an instant. */
  readonly to: number | undefined;
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
}
