import PostalMime from 'postal-mime';

/** A message as a mailbox shows it. */
export interface ShownMail {
  readonly subject: string;
  /** HTML whose pictures are within it. */
  readonly page: string;
  /** What is attached, by name. */
  readonly attachments: readonly string[];
}

interface Attachment {
  readonly contentId?: string;
  readonly mimeType: string;
  /** In base64. */
  readonly content: string;
  readonly filename: string | null;
}

const idOf = ({ contentId }: Attachment): string => `cid:${(contentId ?? '').replace(/^<|>$/g, '')}`;

/** Reads a message as it is sent; pictures that it names by their ids are put in their places. */
export async function readMail(message: Blob): Promise<ShownMail> {
  const read = await PostalMime.parse(await message.arrayBuffer(), { attachmentEncoding: 'base64' });
  const { subject = '', html = '' } = read;
  const all = read.attachments as readonly Attachment[];
  const isShown = (one: Attachment): boolean => one.contentId !== undefined && html.includes(idOf(one));
  return {
    subject,
    page: all
      .filter(isShown)
      .reduce((page, one) => page.replaceAll(idOf(one), `data:${one.mimeType};base64,${one.content}`), html),
    attachments: all.filter((one) => !isShown(one)).map(({ filename, mimeType }) => filename ?? mimeType),
  };
}
