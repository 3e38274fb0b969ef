export const SESSION_COOKIE = 'callsight_session';
