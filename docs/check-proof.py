#!/usr/bin/env python3
"""Checks a proof page of cytolot without cytolot: Python's standard library, and openssl for the signature.

    python3 check-proof.py lot.proof.html [--key 'name+hex+base64']

Prints each step, and of each signature of a person who signed, what it means, by which key, what was signed, and whether it counts, or why not; exit 0 = consistent, 1 = not consistent, 2 = cannot check here. Consistent says that everything in the file belongs together and that the printed
key signed it: whether that is the key of your site is for you to compare, or give it with --key. docs/audit-log.md describes every format that is read here.
"""
import base64
import datetime
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile

SPKI_HEAD = bytes.fromhex("302a300506032b6570032100")  # RFC 8410: what stands before a public key


def sha256(data):
    return hashlib.sha256(data).digest()


def block(page, name):
    found = re.findall(r'<script type="application/octet-stream" id="%s">([A-Za-z0-9+/=]*)</script>' % name, page)
    if len(found) != 1:
        raise ValueError("expected one part '%s', found %d" % (name, len(found)))
    return base64.b64decode(found[0], validate=True)


def root_of(entry, index, size, path):
    """RFC 9162, section 2.1.3.2."""
    if index >= size:
        return None
    last, value = size - 1, sha256(b"\0" + entry)
    for sibling in path:
        if last == 0:
            return None
        if index % 2 == 1 or index == last:
            value = sha256(b"\1" + sibling + value)
            while index % 2 == 0 and index != 0:
                index, last = index // 2, last // 2
        else:
            value = sha256(b"\1" + value + sibling)
        index, last = index // 2, last // 2
    return value if last == 0 else None


def parse_proof(text):
    """c2sp.org/tlog-proof@v1 with its checkpoint."""
    head, note, below = text.split("\n\n")
    first, index, *path = head.split("\n")
    origin, size, root = note.split("\n")
    if first != "c2sp.org/tlog-proof@v1" or not re.fullmatch(r"index (0|[1-9]\d*)", index) or not re.fullmatch(r"0|[1-9]\d*", size):
        raise ValueError("expected a proof, found another text")
    signatures = []
    for line in below.rstrip("\n").split("\n"):
        dash, name, encoded = line.split(" ")
        if dash != "\u2014":
            raise ValueError("expected a signature")
        signatures.append((name, base64.b64decode(encoded, validate=True)))
    return int(index[6:]), [base64.b64decode(one, validate=True) for one in path], origin, int(size), base64.b64decode(root, validate=True), (note + "\n").encode(), signatures


def parse_key(text):
    name, key_id, encoded = text.strip().split("+", 2)
    data = base64.b64decode(encoded, validate=True)
    if len(data) != 33 or data[0] != 1 or sha256(name.encode() + b"\n" + data)[:4].hex() != key_id:
        raise ValueError("expected a verifier key of Ed25519, found another text")
    return name, bytes.fromhex(key_id), data[1:]


def is_signed(message, signature, public_key):
    with tempfile.TemporaryDirectory() as folder:
        names = [folder + "/" + name for name in ("key", "message", "signature")]
        for name, data in zip(names, (SPKI_HEAD + public_key, message, signature)):
            with open(name, "wb") as file:
                file.write(data)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", names[0], "-rawin", "-in", names[1], "-sigfile", names[2]]
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def is_logged(entry, proof_text, key):
    name, key_id, public_key = key
    index, path, origin, size, root, signed, signatures = parse_proof(proof_text)
    own = [data[4:] for signer, data in signatures if signer == name and data[:4] == key_id]
    return (
        origin == name
        and json.loads(entry)["index"] == index
        and root_of(entry, index, size, path) == root
        and len(own) > 0
        and all(len(one) == 64 and is_signed(signed, one, public_key) for one in own)
    )


# What `src/persons/steps.ts` and `act-fault.ts` say: meaning -> step; step -> states before, state after, action, roles; meaning -> dispositions.
MEANINGS = {
    "reviewed": "review",
    "approved": "approve",
    "approved for release": "approve",
    "rejected": "reject",
    "released": "release",
    "released on rapid results, others pending": "release",
    "released exceptionally, out of specification": "release",
    "re-opened": "reopen",
}
STEPS = {
    "review": (("analysed", "re-opened", "reviewed"), "reviewed", "reviewed", ("reviewer", "approver")),
    "approve": (("reviewed", "approved"), "approved", "approved", ("approver",)),
    "reject": (("reviewed", "approved"), "rejected", "rejected", ("approver",)),
    "release": (("approved",), "released", "released", ("approver",)),
    "reopen": (("reviewed", "approved", "rejected", "released"), "re-opened", "reopened", ("approver",)),
}
DISPOSITIONS = {
    "approved for release": ("conforms", "pending"),
    "released": ("conforms",),
    "released on rapid results, others pending": ("pending",),
    "released exceptionally, out of specification": ("does not conform",),
}
LONGEST_SIGNING = datetime.timedelta(minutes=10)


def canonical(value):
    """RFC 8785 of what is signed here: its names are ASCII, its numbers whole."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def is_by(public_key, message, signature):
    data = base64.b64decode(signature, validate=True)
    return len(data) == 64 and is_signed(message, data, public_key)


def is_record_by(record, public_key):
    rest = {name: value for name, value in record.items() if name != "signature"}
    return is_by(public_key, canonical(rest).encode(), record["signature"])


def log_key_of(entry, last, origin):
    """The key that an entry sets or rotates to, as (text, public key), where it and the one before signed that; else None."""
    text, rotated = entry["new"]["key"], entry["action"] == "log-key-rotated"
    name, _, public_key = parse_key(text)
    if name != origin or (rotated and last is None) or (not rotated and last is not None and last[0] != text):
        return None
    statement = ("cytolot/log-key/v1\n%s\n%s\n%s\n" % (origin, last[0] if rotated else "none", text)).encode()
    if not is_by(public_key, statement, entry["new"]["signature"]):
        return None
    return (text, public_key) if not rotated or is_by(last[1], statement, entry["new"]["signatureOfOld"]) else None


def persons_of(links, origin):
    """The keys of persons, followed through the entries that enrol and withdraw them; whether each of these proves what it says."""
    store, persons, right, seen = None, [], True, set()

    def in_force():
        return [one for one in persons if one["until"] is None]

    def approvers():
        return [one for one in in_force() if "approver" in one["roles"]]

    def stands(record, own):
        by = record["by"]
        if "storeKey" in by:
            return store is not None and store[0] == by["storeKey"] and is_record_by(record, store[1])
        for key in in_force():
            if key["keyId"] == by["keyId"]:
                return key["name"] == by["name"] and ("approver" in key["roles"] or key["keyId"] == own) and is_record_by(record, key["publicKey"])
        return False

    for entry in links:
        index, action, record = entry["index"], entry["action"], entry["new"]
        if action == "published":
            continue
        if action in ("log-key-set", "log-key-rotated"):
            key = log_key_of(entry, store, origin)
            store, right = (store, False) if key is None else (key, right)
            continue
        text = canonical([action, entry["object"], entry["old"], record])
        if text in seen:
            continue
        here = record["store"] == origin and entry["object"] == "persons/" + record.get("person", record)["keyId"]
        if action == "key-enrolled":
            person, replaces = record["person"], record["replaces"]
            public_key = base64.b64decode(person["publicKey"], validate=True)
            new = all(one["keyId"] != person["keyId"] for one in persons)
            new = new and all(one["name"] != person["name"] or one["keyId"] == replaces for one in in_force())
            own = sha256(public_key).hex() == person["keyId"] and is_record_by(person, public_key)
            if not (here and new and own and ("storeKey" not in record["by"] or not approvers()) and stands(record, None)):
                right = False
                continue
            for one in in_force():
                if one["keyId"] == replaces:
                    one["until"] = index
            persons.append({"keyId": person["keyId"], "name": person["name"], "publicKey": public_key, "roles": record["roles"], "from": index, "until": None})
        else:
            key = next((one for one in in_force() if one["keyId"] == record["keyId"]), None)
            last = len(approvers()) == 1 and approvers()[0] is key
            may = key is not None and key["name"] == record["name"] and ("storeKey" not in record["by"] or last)
            if not (here and action == "key-withdrawn" and may and stands(record, record["keyId"])):
                right = False
                continue
            key["until"] = index
        seen.add(text)
    return persons, right


def instant(text):
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")


def fault_of(act, facts):
    """Why a signature does not count; None = it does."""
    entry, record, text = act["entry"], act["record"], act["text"]
    rule = STEPS.get(MEANINGS.get(record["meaning"]))
    if not act["logged"]:
        return "its entry is not in the log"
    if canonical(record) != text or canonical(entry["new"]["signature"]) != text or rule is None or entry["new"]["state"] != rule[1]:
        return "the entry is no signature that can be read"
    if entry["objectSha256"] != sha256(text.encode()).hex():
        return "the entry names other bytes"
    if not re.fullmatch(r"signatures/%s/[0-9]{4,}\.json" % facts["result"], entry["object"]) or record["signature"] in facts["used"]:
        return "the signature was used before, or is of another result"
    if record["store"] != facts["origin"]:
        return "signed for another store"
    if record["resultSha256"] != facts["result"] or entry["new"]["folder"] != facts["folder"]:
        return "of another result"
    if record["manifestSha256"] != facts["manifest"]:
        return "the files of the result are not those that were signed"
    keys = [one for one in facts["persons"] if one["keyId"] == record["keyId"] and one["from"] < entry["index"]]
    key = next((one for one in keys if one["until"] is None or entry["index"] < one["until"]), None)
    if key is None:
        return "the key was withdrawn before" if keys else "the key was not enrolled"
    if key["name"] != record["name"]:
        return "the name is not that of the key"
    if not is_record_by(record, key["publicKey"]):
        return "the signature is not of the key and this text"
    if not datetime.timedelta(0) <= instant(entry["timeUtc"]) - instant(record["timeUtc"]) <= LONGEST_SIGNING:
        return "the time that was signed is not that of the entry"
    if entry["action"] != rule[2]:
        return "the meaning is not of the step"
    if facts["state"] not in rule[0]:
        return "the step was not allowed then"
    if not set(key["roles"]) & set(rule[3]):
        return "the person may not do this"
    same = [one for one in facts["acts"] if one["standing"] == "stands" and one["step"] == MEANINGS[record["meaning"]] and one["record"]["name"] == record["name"]]
    if facts["state"] == rule[1] and same:
        return "the same person signed this before"
    if facts["disposition"] not in DISPOSITIONS.get(record["meaning"], (facts["disposition"],)):
        return "the result proposes another disposition"
    if entry["reason"] != record["reason"] or entry["old"] != {"state": facts["state"]}:
        return "the entry says another reason or state"
    return None


def judged_acts(signed, facts):
    """Each signature in the order of its entries, with `fault` and `standing`."""
    signed = sorted(signed, key=lambda act: act["entry"]["index"])
    first = signed[0]["entry"]["old"] if signed else None
    state = "re-opened" if first == {"state": "re-opened"} else "analysed"
    acts, used = [], set()
    for act in signed:
        step = MEANINGS.get(act["record"]["meaning"])
        fault = fault_of(act, dict(facts, state=state, acts=acts, used=used))
        used.add(act["record"]["signature"])
        if fault is None:
            state = STEPS[step][1]
            for one in acts:
                if one["standing"] == "stands" and step == "reopen":
                    one["standing"] = "re-opened afterwards"
                elif one["standing"] == "stands" and step == "reject" and one["step"] == "approve":
                    one["standing"] = "rejected afterwards"
        acts.append(dict(act, step=step, fault=fault, standing="stands" if fault is None else None))
    if facts["later"]:
        for act in acts:
            act["standing"] = act["standing"] and "superseded by a later analysis"
    return acts


def act_line(act):
    record, means = act["record"], "counts" if act["standing"] == "stands" else act["standing"]
    what = "counts not: %s" % act["fault"] if act["fault"] else means
    return "%s: %s; %s; %s (%s); key %s; result.json %s; manifest.sha256 %s; entry %d" % (
        record["name"], record["meaning"], what, record["timeUtc"], record["zone"], record["keyId"], record["resultSha256"], record["manifestSha256"], act["entry"]["index"],
    )


def act_steps(page, key, stated, result, manifest_hash):
    """The keys of persons, and what they signed under the result."""
    def logged(link):
        return is_logged(base64.b64decode(link["entry"], validate=True), base64.b64decode(link["proof"], validate=True).decode(), key)

    def entry_of(link):
        return json.loads(base64.b64decode(link["entry"], validate=True))

    chain = json.loads(block(page, "chain"))
    links = [entry_of(link) for link in chain]
    ordered = all(a["index"] < b["index"] for a, b in zip(links, links[1:]))
    persons, right = persons_of(links, key[0])
    if chain:
        yield "keys of persons, each enrolled by a key that might, in the log", ordered and right and all(logged(link) for link in chain)
    signed = []
    for one in json.loads(block(page, "signatures")):
        text = base64.b64decode(one["file"], validate=True).decode()
        signed.append({"entry": entry_of(one), "text": text, "record": json.loads(text), "logged": logged(one)})
    folder = stated["object"]
    subject, number = folder.rsplit("/", 1)
    published = [entry["object"].rsplit("/", 1) for entry in links if entry["action"] == "published"]
    later = any(of == subject and int(other) > int(number) for of, other in published)
    disposition = json.loads(result).get("disposition", {}).get("proposed")
    facts = {"persons": persons, "origin": key[0], "result": sha256(result).hex(), "manifest": manifest_hash, "folder": folder, "later": later, "disposition": disposition}
    for act in judged_acts(signed, facts):
        yield act_line(act), act["fault"] is None


def steps_of(page, trusted):
    key = parse_key(block(page, "key").decode())
    entry, manifest, result, report = (block(page, name) for name in ("entry", "manifest", "result", "report"))
    stated = json.loads(entry)
    listed = {line[66:]: line[:64] for line in manifest.decode().splitlines()}
    result_hash = sha256(result).hex()
    yield "result", listed.get("result.json") == result_hash == stated["new"]["resultSha256"]
    yield "report", listed.get("report.html") == sha256(report).hex()
    yield "manifest", stated["action"] == "published" and stated["objectSha256"] == sha256(manifest).hex()
    yield "entry in the log, checkpoint signed", is_logged(entry, block(page, "proof").decode(), key)
    yield from act_steps(page, key, stated, result, sha256(manifest).hex())
    if trusted is not None:
        yield "key that was given", parse_key(trusted) == key


def main(arguments):
    if len(arguments) not in (1, 3) or (len(arguments) == 3 and arguments[1] != "--key"):
        sys.exit(__doc__)
    if shutil.which("openssl") is None:
        print("cannot check here: openssl is missing")
        return 2
    with open(arguments[0], encoding="utf-8") as file:
        page = file.read()
    try:
        steps = list(steps_of(page, arguments[2] if len(arguments) == 3 else None))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        print("NOT consistent: %s" % error)
        return 1
    for name, right in steps:
        print("%s %s" % ("ok   " if right else "WRONG", name))
    if not all(right for _, right in steps):
        print("NOT consistent")
        return 1
    fingerprint = sha256(parse_key(block(page, "key").decode())[2]).hex()
    print("consistent, signed by key %s: compare with your site's" % " ".join(re.findall("....", fingerprint)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
