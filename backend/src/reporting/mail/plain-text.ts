/** Controls but for the end of a line, and marks that turn the direction of text around. */
// eslint-disable-next-line no-control-regex -- these are what is taken out
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g;

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text that every mail program shows as it stands. */
export const plainText = (text: string): string => text.replaceAll(CONTROLS, '').replaceAll(LONE_SURROGATE, '\u25a1');
