import type { Answer } from './request';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** What an answer that is no success says. */
export function answerMessage({ status, data }: Answer): string {
  if (isRecord(data)) {
    const { error, message } = data;
    if (isRecord(error) && typeof error['message'] === 'string') return error['message'];
    if (typeof message === 'string' && message !== '') return message;
  }
  return status === 0 ? 'there was no answer' : `the answer was ${status}`;
}
