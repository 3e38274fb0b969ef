import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { DEFAULT_FUNNEL_OPTIONS as DEFAULTS, type FunnelOptions } from './funnel-options';

/** The options in the panel's editor. */
export function addFunnelOptions(builder: PanelOptionsEditorBuilder<FunnelOptions>): void {
  builder
    .addRadio({
      path: 'orientation',
      name: 'Orientation',
      description: 'Auto draws columns where all steps fit side by side, else rows',
      defaultValue: DEFAULTS.orientation,
      settings: {
        options: [
          { value: 'auto', label: 'Auto' },
          { value: 'horizontal', label: 'Horizontal' },
          { value: 'vertical', label: 'Vertical' },
        ],
      },
    })
    .addRadio({
      path: 'rateOf',
      name: 'Rates',
      description: 'What the rates of the steps are of',
      defaultValue: DEFAULTS.rateOf,
      settings: {
        options: [
          { value: 'total', label: 'Of all' },
          { value: 'step', label: 'Of step before' },
          { value: 'both', label: 'Both' },
        ],
      },
    })
    .addBooleanSwitch({
      path: 'showIntervals',
      name: '95% intervals',
      description: 'How far chance alone could have moved a rate',
      defaultValue: DEFAULTS.showIntervals,
    })
    .addBooleanSwitch({
      path: 'showTimes',
      name: 'Time to convert',
      description: 'Median and 90th percentile from the step before',
      defaultValue: DEFAULTS.showTimes,
    })
    .addBooleanSwitch({
      path: 'showPending',
      name: 'Still open',
      description: 'Tell those who can still go on from those who came on',
      defaultValue: DEFAULTS.showPending,
    })
    .addNumberInput({
      path: 'maxSegments',
      name: 'Segments',
      description: 'How many values of a breakdown are drawn, the largest first',
      defaultValue: DEFAULTS.maxSegments,
      settings: { min: 1, max: 10, integer: true },
    })
    .addRadio({
      path: 'compareDisplay',
      name: 'Comparison',
      description: 'How the earlier range is drawn when the query compares with one',
      defaultValue: DEFAULTS.compareDisplay,
      settings: {
        options: [
          { value: 'outline', label: 'Outline' },
          { value: 'marker', label: 'Mark' },
          { value: 'delta', label: 'Change only' },
        ],
      },
    });
}
