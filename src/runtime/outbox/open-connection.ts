import type { ConfiguredTarget } from '../../lims/targets/targets-file.ts';
import type { Shelf } from '../disk/draft.ts';
import type { Connection } from './connection.ts';
import { openDrop } from './drop-connection.ts';
import { openHttp } from './http-connection.ts';
import { openMllp } from './mllp-connection.ts';

/** The way to a target, with its secrets. Throws `usage/secret-not-kept`, `definition/bad-value` (certificates), `usage/not-found`, `io/failed`. */
export function openConnection({ link, timeoutSeconds, inFlight }: ConfiguredTarget, { disk, clock }: Shelf): Connection {
  switch (link.via) {
    case 'http':
      return openHttp(link, { disk, clock, timeoutSeconds, inFlight });
    case 'mllp':
      return openMllp(link, { disk, timeoutSeconds });
    case 'drop':
      return openDrop(disk);
  }
}
