import { analysisText, present, scalarAttributes } from '../payload/contract-values.js';
import { customFindings } from '../facts/custom-findings.js';
import type { PayloadField } from '../payload/payload-field.js';
import { successEvaluation } from './success-evaluation.js';

/** Structured outputs come as {id: {name, result}}. */
const structuredOutputs = (artifact: PayloadField): Record<string, unknown> => {
  const outputs = artifact.at('structuredOutputs');
  const entries = Object.keys(outputs.record() ?? {}).flatMap((id): [string, unknown][] => {
    const name = outputs.at(id, 'name').text();
    return name === undefined ? [] : [[name, outputs.at(id, 'result').value]];
  });
  return Object.fromEntries(entries);
};

/** Data of `call.analyzed`; undefined if the report says nothing that we understand. */
export function vapiAnalysis(message: PayloadField): Record<string, unknown> | undefined {
  const analysis = message.at('analysis');
  const structured = analysis.at('structuredData').value;
  const found = present({
    ...customFindings(structured),
    success: successEvaluation(analysis.at('successEvaluation').value),
    summary: analysisText(analysis.at('summary')) ?? analysisText(message.at('summary')),
    attributes: scalarAttributes(structured, structuredOutputs(message.at('artifact'))),
  });
  return Object.keys(found).length === 0 ? undefined : found;
}
