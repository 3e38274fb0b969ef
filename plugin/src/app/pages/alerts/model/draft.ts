import type { Threshold, ThresholdInput } from '@callsight/contract/monitoring/threshold';
import { patch } from '../../../../fields/patch';
import { idOf } from '../../../definition-draft';

/** What is entered of a threshold that is not stored yet. */
export type Draft = ThresholdInput;

/** A threshold without what the service adds to it. */
export function draftOf(threshold: Threshold): Draft {
  const { version: _version, updated_at: _at, updated_by: _by, ...input } = threshold;
  return input;
}

export const NEW_DRAFT: Draft = { id: '', title: '', metric: '', kind: 'usual' };

/** What belongs to one kind only, and would be refused with another. */
const OWN: Readonly<Record<Draft['kind'], readonly (keyof Draft)[]>> = {
  usual: ['sensitivity'],
  silence: ['sensitivity'],
  drift: [],
  fixed: ['limit', 'comparison', 'sensitivity'],
};

const ALL_OWN = ['limit', 'comparison', 'sensitivity'] as const;

/** A draft of another kind, without what that kind does not take. */
export function withKind(draft: Draft, kind: Draft['kind']): Draft {
  const left = Object.fromEntries(ALL_OWN.filter((name) => !OWN[kind].includes(name)).map((name) => [name, undefined]));
  // Silence has no direction, and a fixed limit has one.
  const direction = kind === 'silence' ? undefined : kind === 'fixed' ? (draft.direction ?? 'above') : draft.direction;
  return patch(draft, { ...left, kind, direction: kind === 'fixed' && direction === 'either' ? 'above' : direction });
}

/** Whether enough is entered for the service to judge it. */
export const isComplete = ({ metric, kind, limit }: Draft): boolean =>
  metric !== '' && (kind !== 'fixed' || limit?.warning !== undefined || limit?.critical !== undefined);

/** A draft as it is sent: with an id and a title, also while none has been entered. */
export function inputOf(draft: Draft, taken: readonly string[]): ThresholdInput {
  const title = draft.title.trim();
  return {
    ...draft,
    title: title === '' ? draft.metric : title,
    id: draft.id === '' ? idOf(title === '' ? draft.metric : title, taken, 'threshold') : draft.id,
  };
}
