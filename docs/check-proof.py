#!/usr/bin/env python3
"""Checks a proof page of cytolot without cytolot: Python's standard library, and openssl for the signature.

    python3 check-proof.py lot.proof.html [--key 'name+hex+base64']

Prints each step; exit 0 = consistent, 1 = not consistent, 2 = cannot check here. Consistent says that everything in the file belongs together and that the printed
key signed it: whether that is the key of your site is for you to compare, or give it with --key. docs/audit-log.md describes every format that is read here.
"""
import base64
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
    for one in json.loads(block(page, "signatures")):
        file, of, proof = (base64.b64decode(one[name], validate=True) for name in ("file", "entry", "proof"))
        right = json.loads(of)["objectSha256"] == sha256(file).hex() and json.loads(file)["resultSha256"] == result_hash
        yield "signature", right and is_logged(of, proof.decode(), key)
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
    except (ValueError, KeyError, TypeError) as error:
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
