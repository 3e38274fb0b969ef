/** Id under which Grafana knows the app. */
export const APP_ID = 'callsight-calls-app';
