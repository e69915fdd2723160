import { MEANT_DISPOSITIONS } from '../../persons/act-fault.ts';
import { LONGEST_SIGNING_MINUTES } from '../../persons/signed-time.ts';
import { MEANINGS, STEPS } from '../../persons/steps.ts';

/**
 * The part of a proof page's script that checks what persons signed: the keys that the log enrolled, each by whom, and each signature under the result. It stands
 * inside of `PROOF_SCRIPT` and uses what that defines. The tables are those of the program.
 */
export const PROOF_ACTS_SCRIPT = String.raw`
  const STEPS = ${JSON.stringify(STEPS)};
  const MEANINGS = ${JSON.stringify(MEANINGS)};
  const MEANT_DISPOSITIONS = ${JSON.stringify(MEANT_DISPOSITIONS)};
  const LONGEST_MILLISECONDS = ${LONGEST_SIGNING_MINUTES} * 60000;

  /** RFC 8785 of what is signed here: names in the order of their UTF-16 code units. */
  function canonical(value) {
    if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
    if (value === null || typeof value !== 'object') return JSON.stringify(value);
    const names = Object.keys(value).sort();
    return '{' + names.map((name) => JSON.stringify(name) + ':' + canonical(value[name])).join(',') + '}';
  }

  async function isBy(publicKey, message, signature) {
    try {
      const key = await crypto.subtle.importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify']);
      return (await crypto.subtle.verify({ name: 'Ed25519' }, key, bytesOf(signature), message)) === true;
    } catch (error) {
      return false;
    }
  }

  function isRecordBy(record, publicKey) {
    const rest = Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'signature'));
    return isBy(publicKey, utf8(canonical(rest)), record.signature);
  }

  async function logKeyOf({ action, new: now }, last, origin) {
    const key = parseKey(now.key);
    const old = action === 'log-key-rotated' ? last : null;
    if (key === null || key.name !== origin || (action === 'log-key-rotated' && old === null)) return null;
    if (action === 'log-key-set' && last !== null && last.text !== now.key) return null;
    const statement = utf8('cytolot/log-key/v1\n' + origin + '\n' + (old === null ? 'none' : old.text) + '\n' + now.key + '\n');
    if (!(await isBy(key.publicKey, statement, now.signature))) return null;
    return old === null || (await isBy(old.publicKey, statement, now.signatureOfOld)) ? { text: now.key, publicKey: key.publicKey } : null;
  }

  /** The keys of persons, followed through the entries that enrol and withdraw them; wrong: entries that prove nothing. */
  async function personsOf(links, origin) {
    let store = null;
    const wrong = [];
    const persons = [];
    const seen = new Set();
    const inForce = () => persons.filter(({ until }) => until === null);
    const approvers = () => inForce().filter(({ roles }) => roles.includes('approver'));
    const stands = async (record, own) => {
      const { by } = record;
      if (by.storeKey !== undefined) return store !== null && store.text === by.storeKey && (await isRecordBy(record, store.publicKey));
      const key = inForce().find(({ keyId }) => keyId === by.keyId);
      const may = key !== undefined && key.name === by.name && (key.roles.includes('approver') || key.keyId === own);
      return may && (await isRecordBy(record, key.publicKey));
    };
    for (const { index, action, object, old, new: record } of links) {
      if (action === 'published') continue;
      if (action === 'log-key-set' || action === 'log-key-rotated') {
        const key = await logKeyOf({ action, new: record }, store, origin);
        if (key === null) wrong.push(index);
        else store = key;
        continue;
      }
      const text = canonical([action, object, old, record]);
      if (seen.has(text)) continue;
      const isHere = record.store === origin && object === 'persons/' + (record.person || record).keyId;
      if (action === 'key-enrolled') {
        const { person, by, replaces, roles } = record;
        const publicKey = bytesOf(person.publicKey);
        const isNew = !persons.some(({ keyId }) => keyId === person.keyId) && !inForce().some(({ name, keyId }) => name === person.name && keyId !== replaces);
        const isOwn = hexOf(await sha256(publicKey)) === person.keyId && (await isRecordBy(person, publicKey));
        const may = (by.storeKey === undefined || approvers().length === 0) && (await stands(record, null));
        if (!isHere || !isNew || !isOwn || !may) wrong.push(index);
        else {
          for (const one of inForce()) if (one.keyId === replaces) one.until = index;
          persons.push({ keyId: person.keyId, name: person.name, publicKey, roles, from: index, until: null });
          seen.add(text);
        }
      } else {
        const key = inForce().find(({ keyId }) => keyId === record.keyId);
        const isLast = approvers().length === 1 && approvers()[0] === key;
        const may = key !== undefined && key.name === record.name && (record.by.storeKey === undefined || isLast) && (await stands(record, record.keyId));
        if (!isHere || action !== 'key-withdrawn' || !may) wrong.push(index);
        else {
          key.until = index;
          seen.add(text);
        }
      }
    }
    return { persons, wrong };
  }

  /** Why a signature does not count; null = it does. What was said of the same thing before is in facts. */
  async function faultOf({ entry, fileText, fileSha256, record, isLogged: logged }, facts) {
    const step = MEANINGS[record.meaning];
    const rule = STEPS[step];
    const own = entry.new;
    if (!logged) return 'unlogged';
    if (canonical(record) !== fileText || canonical(own.signature) !== fileText || rule === undefined || own.state !== rule.to) return 'unreadable';
    if (entry.objectSha256 !== fileSha256) return 'other-bytes';
    if (!new RegExp('^signatures/' + facts.result + '/[0-9]{4,}[.]json$').test(entry.object) || facts.used.has(record.signature)) return 'other-place';
    if (record.store !== facts.origin) return 'other-store';
    if (record.resultSha256 !== facts.result || own.folder !== facts.folder) return 'other-result';
    if (record.manifestSha256 !== facts.manifest) return 'other-files';
    const keys = facts.persons.filter(({ keyId, from }) => keyId === record.keyId && from < entry.index);
    const key = keys.find(({ until }) => until === null || entry.index < until);
    if (key === undefined) return keys.length > 0 ? 'withdrawn' : 'not-enrolled';
    if (key.name !== record.name) return 'other-name';
    if (!(await isRecordBy(record, key.publicKey))) return 'wrong-signature';
    const before = Date.parse(entry.timeUtc) - Date.parse(record.timeUtc);
    if (!(before >= 0 && before <= LONGEST_MILLISECONDS)) return 'other-time';
    if (entry.action !== rule.action) return 'other-meaning';
    if (!rule.from.includes(facts.state)) return 'wrong-step';
    if (!key.roles.some((role) => rule.roles.includes(role))) return 'not-entitled';
    if (facts.state === rule.to && facts.acts.some((one) => one.standing === 'stands' && one.step === step && one.record.name === record.name)) return 'same-person';
    if (MEANT_DISPOSITIONS[record.meaning] !== undefined && !MEANT_DISPOSITIONS[record.meaning].includes(facts.disposition)) return 'other-disposition';
    return entry.reason !== record.reason || canonical(entry.old) !== canonical({ state: facts.state }) ? 'entry-differs' : null;
  }

  /** Each signature in the order of its entries: whether it counts, or why not, and what is left of it after those behind it. */
  async function judgeActs(signed, facts) {
    const first = signed.length === 0 ? null : signed[0].entry.old;
    // Before the first signature under an analysis its subject is analysed, or was opened again by it.
    let state = first !== null && first.state === 're-opened' ? 're-opened' : 'analysed';
    const acts = [];
    const used = new Set();
    for (const one of signed) {
      const step = MEANINGS[one.record.meaning];
      const fault = await faultOf(one, { ...facts, state, acts, used });
      used.add(one.record.signature);
      if (fault === null) {
        state = STEPS[step].to;
        for (const act of acts)
          if (act.standing === 'stands' && step === 'reopen') act.standing = 're-opened';
          else if (act.standing === 'stands' && step === 'reject' && act.step === 'approve') act.standing = 'overruled';
      }
      acts.push({ ...one, step, fault, standing: fault === null ? 'stands' : null });
    }
    return facts.later ? acts.map((act) => (act.fault === null ? { ...act, standing: 'superseded' } : act)) : acts;
  }

  function actText({ entry, record, fault, standing }) {
    const why = fault === null ? 'standing ' + standing : 'fault ' + fault;
    const meaning = words.en['meaning ' + record.meaning] === undefined ? record.meaning : say('meaning ' + record.meaning);
    return [
      record.name + ': ' + meaning,
      say(why),
      record.timeUtc + ' (' + record.zone + ')',
      words.en.keyOf + ' / ' + words.zh.keyOf + ' ' + record.keyId,
      'result.json ' + record.resultSha256,
      'manifest.sha256 ' + record.manifestSha256,
      words.en.entryOf + ' / ' + words.zh.entryOf + ' ' + entry.index,
    ].join('; ');
  }
`;
