import type { Frame, QueryAnswer } from '@callsight/contract/query/answer';
import type { Answered } from './figures.js';

/** The frame of one question, or why there is none. */
export function frameOf({ results }: QueryAnswer, refId: string): Answered<Frame> {
  const result = results[refId];
  if (result === undefined) return { failure: 'the question was not answered' };
  if ('error' in result) return { failure: result.error.message };
  const [frame] = result.frames;
  return frame === undefined ? { failure: 'the answer is empty' } : { data: frame };
}
