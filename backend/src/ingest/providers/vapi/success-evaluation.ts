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
