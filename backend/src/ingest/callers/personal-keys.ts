/** `from_number`, `fromNumber` and `FromNumber` alike. */
const plain = (key: string): string => key.toLowerCase().replace(/[^a-z0-9]/g, '');

const setOf = (names: string): ReadonlySet<string> => new Set(names.split(' '));

const PARTIES = setOf(
  'number sipuri from to caller called fromnumber tonumber forwardedphonenumber forwardedfrom transferdestination phone phonenumber customerphone customernumber callernumber mobile telephone tel',
);

/** Under these stands what was said, in one piece or message by message. */
const TRANSCRIPTS =
  /^(transcripts?|transcriptobject|transcriptwithtoolcalls|scrubbed.*|messages|messagesopenaiformatted|conversation|utterances|words|transcriptiontext|speechresult|unstablespeechresult)$/;

/** What tells when and by whom something was said. */
export const KEPT_IN_TRANSCRIPTS: ReadonlySet<string> = setOf('role type time endTime start end');

const NAMES = setOf('firstname lastname fullname callername customername givenname familyname');
const PERSONS = setOf(
  'customer customerdetails billingdetails shipping shippingdetails customershipping caller contact individual',
);
const ADDRESS_LINES = setOf('line1 line2 postalcode street');
/** Free text of and about a person, and digits that were pressed, which may be anything. */
const TEXTS = setOf('notes formstext digits');

export const isParty = (key: string): boolean => PARTIES.has(plain(key));

export const isTranscript = (key: string): boolean => TRANSCRIPTS.test(plain(key));

/** Whether a text is the name of a person: an agent, a product and a question have names as well. */
export const isNameOf = (parent: string, key: string): boolean =>
  NAMES.has(plain(key)) || (plain(key) === 'name' && PERSONS.has(plain(parent)));

/** Whether what stands under a key is not kept at all. Answers to the questions of a form stand in `values`. */
export const isDropped = (parent: string, key: string): boolean =>
  TEXTS.has(plain(key)) || ADDRESS_LINES.has(plain(key)) || (parent === 'values' && key === 'value');

/** The answer to a question that asks for the id of the call is what links an appointment. */
export const isCallIdAnswer = (answer: Readonly<Record<string, unknown>>, key: string): boolean =>
  key === 'value' && typeof answer['name'] === 'string' && /^call[ _-]?id$/i.test(answer['name']);
