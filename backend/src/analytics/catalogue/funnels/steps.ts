/** Steps of the default appointment funnel, in their order. Any other step that senders name can be asked for as well. */
export const FUNNEL_STEPS: readonly { readonly id: string; readonly title: string }[] = [
  { id: 'call.started', title: 'Call started' },
  { id: 'call.answered', title: 'Call answered' },
  { id: 'intent.booking', title: 'Wants to book' },
  { id: 'slot.offered', title: 'Slot offered' },
  { id: 'slot.selected', title: 'Slot selected' },
  { id: 'booking.confirmed', title: 'Booking confirmed' },
  { id: 'payment.succeeded', title: 'Paid' },
  { id: 'booking.kept', title: 'Appointment kept' },
];
