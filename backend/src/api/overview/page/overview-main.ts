import type { OverviewFigures } from '../figures/figures.js';
import { html } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';
import type { OverviewRange } from '../overview-range.js';
import type { PipelineState } from '../pipeline-state.js';
import { agentsSection } from '../sections/agents-section.js';
import { callsSection } from '../sections/calls-section.js';
import { findingsSection } from '../sections/findings-section.js';
import { firstStepsSection } from '../sections/first-steps-section.js';
import { introSection } from '../sections/intro-section.js';
import { latencySection } from '../sections/latency-section.js';
import { outcomesSection } from '../sections/outcomes-section.js';
import { pipelineSection } from '../sections/pipeline-section.js';
import { tilesSection } from '../sections/tiles-section.js';
import { findings } from '../words/findings.js';
import { localTime } from '../words/local-time.js';

export interface OverviewView {
  readonly figures: OverviewFigures;
  readonly pipeline: PipelineState;
  readonly range: OverviewRange;
  readonly timezone: string;
  /** Address of this service as its visitor sees it, without a slash at the end. */
  readonly address: string;
}

/** The part of the page that changes; `GET /live` sends it alone. */
export function overviewMain({ figures, pipeline, range, timezone, address }: OverviewView): SafeHtml {
  const updated = localTime(figures.now, 'clock', timezone);
  const content = figures.hasCalls
    ? [
        introSection(figures, range, timezone),
        findingsSection(findings(figures, range, timezone)),
        tilesSection(figures),
        html`<div class="row">${callsSection(figures, range, timezone)}${outcomesSection(figures)}</div>`,
        agentsSection(figures),
        html`<div class="row">${latencySection(figures, range, timezone)}${pipelineSection(pipeline, timezone)}</div>`,
      ]
    : [
        firstStepsSection(address, pipeline.pending > 0),
        html`<div class="narrow">${pipelineSection(pipeline, timezone)}</div>`,
      ];
  return html`<main id="main" data-updated="${updated}" tabindex="-1">${content}</main>`;
}
