import type { Disk } from '../disk/disk.ts';
import { readSecret } from '../outbox/secrets.ts';
import type { QueueSettings } from './queue-place.ts';

/** The password of a queue; `null` = the server asks for none. Throws what the file is refused with. */
export function queuePassword({ passwordFile }: QueueSettings, disk: Disk): string | null {
  return passwordFile === null ? null : readSecret(disk, passwordFile);
}
