/** Formats of addresses differ; what could end a header or an address never is part of one. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/u;

/** Whether a text is an address of a mailbox alone, without a name. */
export const isEmailAddress = (text: string): boolean => ADDRESS.test(text);
