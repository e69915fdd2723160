import { userInfo } from 'node:os';

/** Who runs this. A user id without a name, as a container may be given one, is its own name. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
