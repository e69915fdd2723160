import { DECLARED_FORMATS, PLATE_FORMATS } from '../../../plates/formats/registry.ts';
import { terminal } from '../../terminal/terminal.ts';

/** `cytolot formats`: the plate-reader formats that can be read. */
export function formats(): Promise<number> {
  const lines = [...PLATE_FORMATS.members, ...DECLARED_FORMATS.members].map(({ id, title }) => `${id.padEnd(24)}${title}`);
  terminal.out(`${lines.join('\n')}\n`);
  return Promise.resolve(0);
}
