/** Four steps with a window that is over for all but the latest calls. */
export const FUNNEL = {
  steps: ['call.started', 'slot.offered', 'slot.selected', 'booking.confirmed'],
  window: '1h',
};

export const FUNNEL_QUERY = { queryType: 'funnel', version: 1, funnel: FUNNEL } as const;

const COLUMNS = [
  'step',
  'reached',
  'dropped',
  'pending',
  'rate_total',
  'rate_step',
  'rate_total_low',
  'rate_total_high',
  'median_s',
  'p90_s',
  'reached_previous',
  'rate_total_previous',
  'rate_step_previous',
];

/** The frame of a funnel that is compared with a week before: 62.0 % against 57.8 %, 31.0 % against 33.3 %. */
export const COMPARED_FRAME = {
  schema: {
    refId: 'A',
    name: 'A',
    meta: {
      custom: {
        compare: { kind: 'previous_week', from: 1_767_225_600_000, to: 1_767_830_400_000 },
        funnel: {
          unit: 'call',
          steps: [
            { step: 'a', title: 'Call started' },
            { step: 'b', title: 'Slot offered' },
            { step: 'c', title: 'Booking confirmed' },
          ],
        },
      },
      notices: [{ severity: 'warning', text: 'no call has reported the step "x" yet' }],
    },
    fields: COLUMNS.map((name) => ({ name, type: name === 'step' ? 'string' : 'number', config: {} })),
  },
  data: {
    values: [
      ['a', 'b', 'c'],
      [1_000, 620, 310],
      [350, 250, 0],
      [30, 60, 0],
      [1, 0.62, 0.31],
      [null, 0.62, 0.5],
      [1, 0.59, 0.28],
      [1, 0.65, 0.34],
      [null, 32, 65],
      [null, 60, 400],
      [900, 520, 300],
      [1, 0.578, 0.333],
      [null, 0.578, 0.577],
    ],
  },
};
