// Hosts on this one machine: network namespaces on a bridge of their own, so that links can be cut and hosts stopped. Each has a name of its own (UTS namespace), so that
// none sees the processes of another. Needs root and iproute2.
import { spawn, spawnSync } from 'node:child_process';

const BRIDGE = 'cytolot0';
const NETWORK = '10.98.0';
/** The machine itself, on the bridge. */
export const MACHINE = `${NETWORK}.254`;
export const addressOf = (host) => `${NETWORK}.${host + 1}`;
const spaceOf = (host) => `cytolot-host${host}`;

function ip(...words) {
  const ended = spawnSync('ip', words, { encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`ip ${words.join(' ')}: ${ended.error?.message ?? ended.stderr}`);
}

/** Why no hosts can be made here; `null` = they can. */
export function obstacleToHosts(...programs) {
  if (process.getuid?.() !== 0) return 'needs root, for network namespaces';
  const missing = ['ip', 'unshare', ...programs].find((name) => spawnSync('which', [name]).status !== 0);
  if (missing !== undefined) return `needs the program ${missing}`;
  const made = spawnSync('ip', ['netns', 'add', 'cytolot-probe'], { encoding: 'utf8' });
  if (made.status !== 0) return `needs network namespaces: ${made.stderr.trim()}`;
  ip('netns', 'del', 'cytolot-probe');
  return null;
}

/** Makes hosts 0 to count - 1; `end` takes them down again. */
export function openHosts(count) {
  endHosts();
  ip('link', 'add', BRIDGE, 'type', 'bridge');
  ip('addr', 'add', `${MACHINE}/24`, 'dev', BRIDGE);
  ip('link', 'set', BRIDGE, 'up');
  for (let host = 0; host < count; host++) {
    const [outer, inner] = [`cylv${host}`, `cylw${host}`];
    ip('netns', 'add', spaceOf(host));
    ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', inner);
    ip('link', 'set', inner, 'netns', spaceOf(host));
    ip('link', 'set', outer, 'master', BRIDGE, 'up');
    ip('-n', spaceOf(host), 'addr', 'add', `${addressOf(host)}/24`, 'dev', inner);
    ip('-n', spaceOf(host), 'link', 'set', inner, 'up');
    ip('-n', spaceOf(host), 'link', 'set', 'lo', 'up');
  }
  return {
    /** Starts a program on a host: its process number is that of the program. */
    start: (host, words, options = {}) =>
      spawn(
        'ip',
        ['netns', 'exec', spaceOf(host), 'unshare', '--uts', 'sh', '-c', `hostname ${spaceOf(host)}; exec "$@"`, 'sh', ...words],
        {
          stdio: ['ignore', 'ignore', 'pipe'],
          ...options,
        },
      ),
    cut: (host) => ip('-n', spaceOf(host), 'link', 'set', `cylw${host}`, 'down'),
    join: (host) => ip('-n', spaceOf(host), 'link', 'set', `cylw${host}`, 'up'),
    end: endHosts,
  };
}

/** Takes down what an earlier trial may have left. Processes are whoever started them's to end. */
function endHosts() {
  const { stdout } = spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' });
  for (const [name] of stdout.matchAll(/^cytolot-host\d+/gm)) spawnSync('ip', ['netns', 'del', name]);
  spawnSync('ip', ['link', 'del', BRIDGE]);
}
