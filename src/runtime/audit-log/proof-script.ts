import { PROOF_ACTS_SCRIPT } from './proof-acts-script.ts';

/**
 * What a proof page runs to check itself, as it stands in the page: plain JavaScript without anything from outside, since the page lies on a disk and its policy allows this
 * text alone. It shows what was checked of the bytes in the page; the report and the record that it shows are those bytes.
 */
export const PROOF_SCRIPT = String.raw`
'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const bytesOf = (base64) => Uint8Array.from(atob(base64.trim()), (character) => character.charCodeAt(0));
  const data = (id) => bytesOf(byId(id).textContent);
  const utf8 = (text) => new TextEncoder().encode(text);
  const textOf = (bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const join = (...parts) => Uint8Array.from(parts.flatMap((part) => Array.from(part)));
  const same = (a, b) => hexOf(a) === hexOf(b);
  const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const node = (left, right) => sha256(join([1], left, right));
  const words = JSON.parse(textOf(data('words')));
  const say = (word) => words.en[word] + ' / ' + words.zh[word];

  /** RFC 9162, section 2.1.3.2; null where no tree of the size has such a path. */
  async function rootOf(entry, index, size, path) {
    if (index >= size) return null;
    let at = index;
    let last = size - 1;
    let hash = await sha256(join([0], entry));
    for (const sibling of path) {
      if (last === 0) return null;
      if (at % 2 === 1 || at === last) {
        hash = await node(sibling, hash);
        while (at % 2 === 0 && at !== 0) {
          at = Math.floor(at / 2);
          last = Math.floor(last / 2);
        }
      } else hash = await node(hash, sibling);
      at = Math.floor(at / 2);
      last = Math.floor(last / 2);
    }
    return last === 0 ? hash : null;
  }

  /** c2sp.org/tlog-proof@v1 with its checkpoint. */
  function parseProof(text) {
    const [head, note, signatures, ...more] = text.split('\n\n');
    const lines = head.split('\n');
    if (lines[0] !== 'c2sp.org/tlog-proof@v1' || more.length > 0 || !/^index (0|[1-9]\d{0,15})$/.test(lines[1])) throw new Error('proof');
    const [origin, size, root, ...others] = note.split('\n');
    if (others.length > 0 || !/^(0|[1-9]\d{0,15})$/.test(size)) throw new Error('checkpoint');
    return {
      index: Number(lines[1].slice(6)),
      path: lines.slice(2).map(bytesOf),
      origin,
      size: Number(size),
      root: bytesOf(root),
      signed: utf8(note + '\n'),
      signatures: signatures.trimEnd().split('\n').map((line) => line.split(' ')),
    };
  }

  function parseKey(text) {
    const match = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim());
    if (match === null) return null;
    const bytes = bytesOf(match[3]);
    return bytes.length === 33 && bytes[0] === 1 ? { name: match[1], id: match[2], bytes, publicKey: bytes.slice(1) } : null;
  }

${PROOF_ACTS_SCRIPT}
  async function isSigned(proof, key) {
    const id = hexOf((await sha256(join(utf8(key.name), [10], key.bytes))).slice(0, 4));
    if (id !== key.id || key.name !== proof.origin) return false;
    const own = proof.signatures.filter(([dash, name, encoded]) => dash === '—' && name === key.name && hexOf(bytesOf(encoded).slice(0, 4)) === id);
    const imported = await crypto.subtle.importKey('raw', key.publicKey, { name: 'Ed25519' }, false, ['verify']);
    const checks = own.map(([, , encoded]) => crypto.subtle.verify({ name: 'Ed25519' }, imported, bytesOf(encoded).slice(4), proof.signed));
    return own.length > 0 && (await Promise.all(checks)).every((right) => right === true);
  }

  /** An entry in the log of a key: its path leads to the root that the key signed. */
  async function isLogged(entry, proof, key) {
    const root = await rootOf(entry, proof.index, proof.size, proof.path);
    return root !== null && same(root, proof.root) && JSON.parse(textOf(entry)).index === proof.index && (await isSigned(proof, key));
  }

  /** What persons signed, by the entries of their keys and of their acts, each in the log. */
  async function checkActs({ entry, result, manifest, resultBytes, origin, isIn }) {
    const chain = JSON.parse(textOf(data('chain'))).map(({ entry: of, proof }) => ({ bytes: bytesOf(of), proof }));
    const links = chain.map(({ bytes }) => JSON.parse(textOf(bytes)));
    const logged = await Promise.all(chain.map(({ bytes, proof }) => isIn(bytes, proof)));
    const ordered = links.every(({ index }, i) => i === 0 || index > links[i - 1].index);
    const { persons, wrong } = await personsOf(links, origin);
    const signed = [];
    for (const { file, entry: of, proof } of JSON.parse(textOf(data('signatures')))) {
      const [fileBytes, bytes] = [bytesOf(file), bytesOf(of)];
      const fileText = textOf(fileBytes);
      const fileSha256 = hexOf(await sha256(fileBytes));
      signed.push({ entry: JSON.parse(textOf(bytes)), fileText, fileSha256, record: JSON.parse(fileText), isLogged: await isIn(bytes, proof) });
    }
    signed.sort((a, b) => a.entry.index - b.entry.index);
    const numberOf = (folder) => Number(folder.slice(folder.lastIndexOf('/') + 1));
    const subjectOf = (folder) => folder.slice(0, folder.lastIndexOf('/'));
    const folder = entry.object;
    const later = links.some(({ action, object }) => action === 'published' && subjectOf(object) === subjectOf(folder) && numberOf(object) > numberOf(folder));
    const { disposition } = JSON.parse(textOf(resultBytes));
    const facts = { persons, origin, result, manifest, folder, later, disposition: disposition === undefined ? null : disposition.proposed };
    const acts = await judgeActs(signed, facts);
    return { keys: chain.length === 0 ? null : ordered && wrong.length === 0 && logged.every((right) => right), acts };
  }

  async function checkAll() {
    const key = parseKey(textOf(data('key')));
    const trustedText = byId('trusted').value.trim();
    const trusted = trustedText === '' ? null : parseKey(trustedText);
    const [entryBytes, manifestBytes, resultBytes, reportBytes] = ['entry', 'manifest', 'result', 'report'].map(data);
    const entry = JSON.parse(textOf(entryBytes));
    const listed = new Map(textOf(manifestBytes).split('\n').filter((line) => line !== '').map((line) => [line.slice(66), line.slice(0, 64)]));
    const [manifest, result, report] = (await Promise.all([manifestBytes, resultBytes, reportBytes].map(sha256))).map(hexOf);
    const steps = [
      ['result', listed.get('result.json') === result && entry.new.resultSha256 === result],
      ['report', listed.get('report.html') === report],
      ['manifest', entry.action === 'published' && entry.objectSha256 === manifest],
      ['logged', key !== null && (await isLogged(entryBytes, parseProof(textOf(data('proof'))), key))],
    ];
    const isIn = async (of, proof) => key !== null && (await isLogged(of, parseProof(textOf(bytesOf(proof))), key));
    const acts = await checkActs({ entry, result, manifest, resultBytes, origin: key === null ? '' : key.name, isIn });
    if (acts.keys !== null) steps.push(['keys', acts.keys]);
    if (trustedText !== '') steps.push(['trusted', trusted !== null && key !== null && same(trusted.bytes, key.bytes) && trusted.name === key.name]);
    const fingerprint = key === null ? '' : (hexOf(await sha256(key.publicKey)).match(/.{4}/g) || []).join(' ');
    return { steps, acts: acts.acts, fingerprint };
  }

  /** Nothing is shown green that was not checked here. */
  async function canCheck() {
    try {
      const key = await crypto.subtle.importKey('raw', new Uint8Array(32).fill(1), { name: 'Ed25519' }, false, ['verify']);
      return key.type === 'public';
    } catch (error) {
      return error instanceof DOMException && error.name === 'DataError';
    }
  }

  function show(state, text) {
    byId('verdict').className = state;
    byId('verdict').textContent = text;
  }

  async function main() {
    byId('steps').textContent = '';
    show('unknown', say('checking'));
    if (!globalThis.crypto || !crypto.subtle || !(await canCheck())) return show('unknown', say('cannot'));
    try {
      const { steps, acts, fingerprint } = await checkAll();
      const lines = [...steps.map(([step, right]) => [say(step), right]), ...acts.map((act) => [actText(act), act.fault === null])];
      for (const [text, right] of lines) {
        const line = document.createElement('li');
        line.className = right ? 'right' : 'wrong';
        line.textContent = (right ? '✓ ' : '✗ ') + text;
        byId('steps').append(line);
      }
      if (lines.every(([, right]) => right)) show('right', words.en.consistent.replace('KEY', fingerprint) + ' / ' + words.zh.consistent.replace('KEY', fingerprint));
      else show('wrong', say('inconsistent'));
    } catch (error) {
      show('wrong', say('unreadable'));
    }
  }

  byId('report-frame').srcdoc = new TextDecoder().decode(data('report'));
  byId('entry-text').textContent = new TextDecoder().decode(data('entry'));
  byId('signature-texts').textContent = JSON.parse(textOf(data('signatures'))).map(({ file }) => new TextDecoder().decode(bytesOf(file))).join('\n');
  byId('trusted').addEventListener('input', main);
  main();
})();
`;
