import { analysisText, present, scalarAttributes } from '../payload/contract-values.js';
import { customFindings } from '../facts/custom-findings.js';
import type { PayloadField } from '../payload/payload-field.js';

const SENTIMENTS = ['positive', 'neutral', 'negative'] as const;

/** "Unknown" is no sentiment. */
const sentiment = (analysis: PayloadField): string | undefined => {
  const word = analysis.at('user_sentiment').text()?.toLowerCase();
  return SENTIMENTS.find((known) => known === word);
};

/** Data of `call.analyzed`; undefined if the analysis says nothing that we understand. */
export function retellAnalysis(call: PayloadField): Record<string, unknown> | undefined {
  const analysis = call.at('call_analysis');
  const custom = analysis.at('custom_analysis_data').value;
  const claimed = customFindings(custom);
  const found = present({
    ...claimed,
    outcome: analysis.at('in_voicemail').boolean() === true ? 'voicemail' : claimed.outcome,
    success: analysis.at('call_successful').boolean(),
    sentiment: sentiment(analysis) ?? claimed.sentiment,
    summary: analysisText(analysis.at('call_summary')),
    attributes: scalarAttributes(custom),
  });
  return Object.keys(found).length === 0 ? undefined : found;
}
