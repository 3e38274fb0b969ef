import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { t } from '@grafana/i18n';
import { DEFAULT_FUNNEL_OPTIONS as DEFAULTS, type FunnelOptions } from './funnel-options';

/** The options in the panel's editor. */
export function addFunnelOptions(builder: PanelOptionsEditorBuilder<FunnelOptions>): void {
  builder
    .addRadio({
      path: 'orientation',
      name: t('funnel-panel.options.orientation.name', 'Orientation'),
      description: t(
        'funnel-panel.options.orientation.description',
        'Auto draws columns where all steps fit side by side, else rows',
      ),
      defaultValue: DEFAULTS.orientation,
      settings: {
        options: [
          { value: 'auto', label: t('funnel-panel.options.orientation.auto', 'Auto') },
          { value: 'horizontal', label: t('funnel-panel.options.orientation.horizontal', 'Horizontal') },
          { value: 'vertical', label: t('funnel-panel.options.orientation.vertical', 'Vertical') },
        ],
      },
    })
    .addRadio({
      path: 'rateOf',
      name: t('funnel-panel.options.rate-of.name', 'Rates'),
      description: t('funnel-panel.options.rate-of.description', 'What the rates of the steps are of'),
      defaultValue: DEFAULTS.rateOf,
      settings: {
        options: [
          { value: 'total', label: t('funnel-panel.options.rate-of.total', 'Of all') },
          { value: 'step', label: t('funnel-panel.options.rate-of.step', 'Of step before') },
          { value: 'both', label: t('funnel-panel.options.rate-of.both', 'Both') },
        ],
      },
    })
    .addBooleanSwitch({
      path: 'showIntervals',
      name: t('funnel-panel.options.show-intervals.name', '95% intervals'),
      description: t('funnel-panel.options.show-intervals.description', 'How far chance alone could have moved a rate'),
      defaultValue: DEFAULTS.showIntervals,
    })
    .addBooleanSwitch({
      path: 'showTimes',
      name: t('funnel-panel.options.show-times.name', 'Time to convert'),
      description: t('funnel-panel.options.show-times.description', 'Median and 90th percentile from the step before'),
      defaultValue: DEFAULTS.showTimes,
    })
    .addBooleanSwitch({
      path: 'showPending',
      name: t('funnel-panel.options.show-pending.name', 'Still open'),
      description: t(
        'funnel-panel.options.show-pending.description',
        'Tell those who can still go on from those who came on',
      ),
      defaultValue: DEFAULTS.showPending,
    })
    .addNumberInput({
      path: 'maxSegments',
      name: t('funnel-panel.options.max-segments.name', 'Segments'),
      description: t(
        'funnel-panel.options.max-segments.description',
        'How many values of a breakdown are drawn, the largest first',
      ),
      defaultValue: DEFAULTS.maxSegments,
      settings: { min: 1, max: 10, integer: true },
    })
    .addRadio({
      path: 'compareDisplay',
      name: t('funnel-panel.options.compare-display.name', 'Comparison'),
      description: t(
        'funnel-panel.options.compare-display.description',
        'How the earlier range is drawn when the query compares with one',
      ),
      defaultValue: DEFAULTS.compareDisplay,
      settings: {
        options: [
          { value: 'outline', label: t('funnel-panel.options.compare-display.outline', 'Outline') },
          { value: 'marker', label: t('funnel-panel.options.compare-display.marker', 'Mark') },
          { value: 'delta', label: t('funnel-panel.options.compare-display.delta', 'Change only') },
        ],
      },
    });
}
