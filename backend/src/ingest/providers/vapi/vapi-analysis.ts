import { customFindings } from '../facts/custom-findings.js';
import { analysisText, present, scalarAttributes } from '../payload/contract-values.js';
import type { PayloadField } from '../payload/payload-field.js';

/** The positive words of Vapi's rubrics PassFail, DescriptiveScale (upper half) and LikertScale, and what prompts write. */
const SUCCESS = new Set([
  'true',
  'pass',
  'passed',
  'yes',
  'success',
  'successful',
  'excellent',
  'good',
  'agree',
  'strongly agree',
]);
const FAILURE = new Set([
  'false',
  'fail',
  'failed',
  'no',
  'failure',
  'unsuccessful',
  'fair',
  'poor',
  'disagree',
  'strongly disagree',
]);

const PERCENTAGE = /^(\d{1,3}(?:\.\d+)?) ?%$/;
const NUMBER = /^\d{1,2}(?:\.\d+)?$/;

/** Upper half of the scale is success: above 50 % (PercentageScale), 6 and more of 1–10 (NumericScale). */
const ofScale = (text: string): boolean | undefined => {
  const [, percentage] = PERCENTAGE.exec(text) ?? [];
  if (percentage !== undefined) return Number(percentage) <= 100 ? Number(percentage) > 50 : undefined;
  const points = NUMBER.test(text) ? Number(text) : Number.NaN;
  return points >= 1 && points <= 10 ? points >= 6 : undefined;
};

/**
 * Whether a call was a success by the evaluation of Vapi, which is a text in the terms of the rubric chosen.
 * Undefined if it does not decide: "Neutral", a checklist or matrix, numbers off the scale.
 */
export function successEvaluation(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim().toLowerCase();
  if (SUCCESS.has(text)) return true;
  return FAILURE.has(text) ? false : ofScale(text);
}

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
