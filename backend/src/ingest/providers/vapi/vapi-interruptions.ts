import type { PayloadField } from '../payload/payload-field.js';

/** How often the caller interrupted the agent; undefined if the report does not say. */
export function vapiInterruptions(message: PayloadField): number | undefined {
  const count = message.at('artifact', 'performanceMetrics', 'numAssistantInterrupted').number();
  return count !== undefined && Number.isInteger(count) && count >= 0 && count <= 1_000_000 ? count : undefined;
}
