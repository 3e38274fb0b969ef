import type { CommandIo } from './callsight.js';

/** `callsight follow`: the service as an instance that takes nothing in and keeps up with what others write. */
export async function followCommand(args: string[], { stderr }: CommandIo): Promise<number> {
  if (args.length > 0) {
    stderr.write('callsight follow takes no arguments: it is the service itself, with CALLSIGHT_FOLLOW=true\n');
    return 2;
  }
  process.env['CALLSIGHT_FOLLOW'] = 'true';
  await import('../main.js');
  return 0;
}
