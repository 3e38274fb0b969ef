import { parseForm, parseJson } from '../payload/parse-body.js';

const BRACE = 0x7b;

/** Twilio posts forms; some of its products post JSON. No form of Twilio's begins with a brace. */
export const parseTwilio = (body: Buffer): unknown => (body[0] === BRACE ? parseJson(body) : parseForm(body));
