#!/usr/bin/env python3
"""Checks a bundle of signatures: python3 verify_bundle.py FILE.zip [--key key.pem]

It needs nothing but Python 3.8 or later, and was written from docs/bundle.md alone, so that it does not repeat what the
program may have got wrong. It ends with 0 only if everything holds.
"""
import base64
import csv
import hashlib
import io
import json
import re
import sys
import zipfile

KEYS_AT_ONCE = 200_000
COMMENT = 144
HASH = re.compile(r"[0-9a-f]{64}\Z")
LEAF = re.compile(
    r"1 (sign|withdraw) ([0-9a-f]{32}-[01]) (\S+) ([0-9a-f]{64}|-) ([A-Z]{2}) (\d{4}-\d\d-\d\d) (\S+) ([0-9a-f]{64}|-)\Z"
)


class Refused(Exception):
    """It is no bundle, or what it says can't be read."""


# Ed25519 (RFC 8032, section 5.1): points in extended coordinates.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add_points(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add_points(result, point)
        point = add_points(point, point)
        scalar >>= 1
    return result


def is_same_point(one, other):
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


def read_point(data):
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = read_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key, message, signature):
    if len(signature) != 64:
        return False
    public, commitment = read_point(key), read_point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    return is_same_point(multiply(scalar, BASE), add_points(commitment, multiply(challenge, public)))


# The tree of the log (RFC 6962, section 2.1).


def hash_leaf(leaf):
    return hashlib.sha256(b"\x00" + leaf).digest()


def hash_node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The roots of complete subtrees so far, the largest first."""

    def __init__(self):
        self.size = 0
        self.roots = []

    def add(self, root, height=0):
        width = 1 << height
        if self.size % width:
            raise Refused("a subtree begins where none can")
        place = self.size // width
        while place & 1:
            root = hash_node(self.roots.pop(), root)
            place >>= 1
        self.roots.append(root)
        self.size += width

    def root(self):
        if not self.roots:
            return hashlib.sha256(b"").digest()
        result = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            result = hash_node(left, result)
        return result


# What is in a bundle.


class Report:
    def __init__(self):
        self.failed = 0

    def tell(self, says, problems):
        problems = list(problems)
        if not problems:
            print(f"  ok  {says}")
            return
        self.failed += 1
        more = f"; and {len(problems) - 5} more" if len(problems) > 5 else ""
        print(f"  NO  {says} {'; '.join(problems[:5])}{more}.")


def read_key(pem):
    lines = pem.decode("ascii").strip().splitlines()
    der = base64.b64decode("".join(lines[1:-1]), validate=True)
    head = bytes.fromhex("302a300506032b6570032100")
    if not der.startswith(head) or len(der) != len(head) + 32:
        raise Refused("the public key is none for Ed25519")
    return der[len(head):]


def check_container(path, key, report):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        file.seek(0, io.SEEK_END)
        left = file.tell() - COMMENT
        file.seek(0)
        while left > 0:
            chunk = file.read(min(left, 1 << 20))
            digest.update(chunk)
            left -= len(chunk)
        comment = file.read().decode("latin-1")
    found = re.fullmatch(r"sheaf-signature:([0-9a-f]{128})", comment)
    says = "The zip file is as it was signed, byte by byte."
    if not found:
        report.tell(says, ["it was packed by another program, or its end was changed"])
        return
    statement = f"sheaf bundle {digest.hexdigest()}\n".encode()
    holds = is_signed(key, statement, bytes.fromhex(found.group(1)))
    report.tell(says, [] if holds else ["something in it was changed"])


def check_files(bundle, key, report):
    sums = bundle.read("SHA256SUMS")
    promised = {}
    for line in sums.decode("utf-8").splitlines():
        found = re.fullmatch(r"([0-9a-f]{64})  ([^\\]+)", line)
        if not found:
            raise Refused("SHA256SUMS has a line that is none")
        promised[found.group(2)] = found.group(1)
    names = bundle.namelist()
    unsummed = {"SHA256SUMS", "SHA256SUMS.sig"}
    problems = [f"{name} is there twice" for name in sorted(set(names)) if names.count(name) > 1]
    problems += [f"{name} is not signed for" for name in names if name not in promised and name not in unsummed]
    problems += [f"{name} is missing" for name in promised if name not in names]
    report.tell("Every file in it is signed for, and none is missing.", problems)
    signed = is_signed(key, sums, bundle.read("SHA256SUMS.sig"))
    report.tell("The list of files was signed with the key in the bundle.", [] if signed else ["the signature does not fit"])
    changed = []
    for name, expected in promised.items():
        if name not in names:
            continue
        digest = hashlib.sha256()
        try:
            with bundle.open(name) as file:
                for chunk in iter(lambda: file.read(1 << 20), b""):
                    digest.update(chunk)
        except Exception as error:  # what zipfile and zlib throw has no common class
            changed.append(f"{name} can't be read: {error}")
            continue
        if digest.hexdigest() != expected:
            changed.append(f"{name} was changed")
    report.tell("Every file is as it was signed.", changed)


def check_checkpoint(bundle, manifest, key, report):
    note = bundle.read("checkpoint.txt").decode("utf-8")
    log = manifest["log"]
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    root = base64.b64encode(bytes.fromhex(log["root"])).decode()
    problems = []
    if text != f"{log['origin']}\n{log['size']}\n{root}\n":
        problems.append("it is another one than the manifest says")
    name = log["origin"].split("/")[0]
    key_id = hashlib.sha256(name.encode() + b"\n\x01" + key).digest()[:4]
    found = False
    for line in lines.splitlines():
        parts = re.fullmatch("\u2014 (\\S+) ([A-Za-z0-9+/]+={0,2})", line)
        if not parts or parts.group(1) != name:
            continue
        data = base64.b64decode(parts.group(2))
        found = found or (data[:4] == key_id and is_signed(key, text.encode(), data[4:]))
    if not found:
        problems.append("its signature does not fit")
    report.tell("The checkpoint of the log was signed with the key in the bundle.", problems)


def open_field(shown, field):
    """Gives the hash of a field, and its value where it is shown."""
    if HASH.match(shown):
        return bytes.fromhex(shown), None
    read = json.loads(shown)
    if not (isinstance(read, list) and len(read) == 3 and read[1] == field and all(isinstance(part, str) for part in read)):
        raise ValueError("no disclosure")
    return hash_leaf(shown.encode("utf-8")), read[2]


def read_leaves(bundle):
    """Gives for each line its text and what it is: a subtree, a leaf with what is wrong about its fields, or None."""
    with bundle.open("leaves.txt") as file:
        for raw in file:
            if not raw.endswith(b"\n"):
                raise Refused("the last line of leaves.txt is not ended")
            line = raw[:-1].decode("utf-8")
            subtree = re.fullmatch(r"# (\d|[1-4]\d) ([0-9a-f]{64})", line)
            if subtree:
                yield line, ("tree", int(subtree.group(1)), bytes.fromhex(subtree.group(2)))
                continue
            text, *shown = line.split("\t")
            leaf = LEAF.match(text)
            if not leaf or len(shown) not in (0, 2):
                yield line, None
                continue
            name, problem = open_fields(shown, leaf)
            yield line, ("leaf", text, leaf, name, problem)


def open_fields(shown, leaf):
    """The name that a leaf shows (None: not shown, False: nothing opens it), and what is wrong about it."""
    if not shown:
        return False, None
    try:
        name_hash, name = open_field(shown[0], "name")
        postcode_hash, _ = open_field(shown[1], "postcode")
    except ValueError:
        return None, "is opened by something else than its fields"
    if hash_node(name_hash, postcode_hash).hex() != leaf.group(8):
        return None, "was made of another name or postcode"
    if name is not None and "unnamed" in leaf.group(7).split("+"):
        return name, "shows a name that was to be left out"
    return name, None


def check_leaves(bundle, manifest, report):
    tree, problems, fields, foreign = Tree(), [], [], []
    countries, petitions = {}, {}
    wanted = manifest["filter"]["country"]
    for line, read in read_leaves(bundle):
        if read is None:
            problems.append(f'"{line[:60]}" is no leaf')
            continue
        if read[0] == "tree":
            try:
                tree.add(read[2], read[1])
            except Refused as error:
                problems.append(str(error))
            continue
        _, text, leaf, _, problem = read
        tree.add(hash_leaf(text.encode("utf-8")))
        if problem:
            fields.append(f"{leaf.group(2)} {problem}")
        count = 1 if leaf.group(1) == "sign" else -1
        countries[leaf.group(5)] = countries.get(leaf.group(5), 0) + count
        petitions[leaf.group(3)] = petitions.get(leaf.group(3), 0) + count
        if wanted is not None and leaf.group(5) != wanted:
            foreign.append(f"{leaf.group(2)} is of {leaf.group(5)}")
    log = manifest["log"]
    if tree.size != log["size"] or tree.root().hex() != log["root"]:
        problems.append("they lead to another root, or are more or fewer")
    report.tell("The leaves are those of the log, none changed, added or left out.", problems)
    report.tell("Names and postcodes are those that were signed with, and none is shown that was to be left out.", fields)
    report.tell("All of them are of the country that it is about.", foreign)
    for by, counted, said in (
        ("country", countries, manifest["counts"]["byCountry"]),
        ("petition", petitions, manifest["counts"]["byPetition"]),
    ):
        differing = [
            f"{name}: {counted.get(name, 0)}, not {said.get(name, 0)}"
            for name in sorted({*counted, *said})
            if counted.get(name, 0) != said.get(name, 0)
        ]
        report.tell(f"As many of each {by} count by the log as it says.", differing)


def read_list(bundle, problems):
    """Reads signatures.ndjson and signatures.csv side by side."""
    with bundle.open("signatures.ndjson") as file, bundle.open("signatures.csv") as sheet:
        rows = csv.DictReader(io.TextIOWrapper(sheet, "utf-8-sig", newline=""))
        last, number = "", 0
        for raw in file:
            row = json.loads(raw)
            number += 1
            if row["key"] <= last:
                problems.append(f"{row['key']} is {'there twice' if row['key'] == last else 'not in order'}")
            if row["number"] != number:
                problems.append(f"line {number} has another number")
            beside = next(rows, None)
            if beside is None or not is_same_row(row, beside):
                problems.append(f"line {number} differs between signatures.csv and signatures.ndjson")
            last = row["key"]
            yield row
        if next(rows, None) is not None:
            problems.append("signatures.csv has more lines than signatures.ndjson")


def is_same_row(row, beside):
    plain = lambda name: (name or "").replace("'", "").replace("\r\n", "\n")
    return (
        beside["signature key"] == row["key"]
        and beside["number"] == str(row["number"])
        and beside["country"] == row["country"]
        and plain(beside["name"]) == plain(row["name"])
    )


def check_signers(bundle, manifest, report):
    signatures = manifest["counts"]["signatures"]
    parts = max(-(-signatures // KEYS_AT_ONCE), 1)
    texts = {
        (wording["petition"], wording["language"], wording["version"]): wording["sha256"]
        for wording in manifest["counts"]["byWording"]
    }
    order, listed, counted = [], [], 0
    for part in range(parts):
        standings = read_standings(bundle, lambda key: int(key[:8], 16) % parts == part, order)
        counting = {key: standing for key, standing in standings.items() if standing}
        counted += len(counting)
        if manifest["level"] < 2:
            continue
        for row in read_list(bundle, listed):
            if int(row["key"][:8], 16) % parts != part:
                continue
            standing = counting.pop(row["key"], None)
            if standing is None:
                listed.append(f"{row['key']} does not count by the log")
                continue
            text = texts.get((row["petition"], row["language"], row["version"]))
            same = (row["petition"], text, row["country"], row["day"]) == standing[:4]
            if not same or (standing[4] is not False and standing[4] != row["name"]):
                listed.append(f"{row['key']} differs from the log")
        listed.extend(f"{key} is left out" for key in counting)
    if counted != signatures:
        order.append(f"{counted} count, not {signatures}")
    report.tell("No signer's key counts twice, and as many count as it says.", order)
    if manifest["level"] >= 2:
        report.tell("Each line of the list is a signature of the log, and none is left out.", listed)


def read_standings(bundle, is_mine, problems):
    standings = {}
    for _, read in read_leaves(bundle):
        if read is None or read[0] != "leaf":
            continue
        leaf = read[2]
        kind, key, petition, text, country, day = leaf.group(1, 2, 3, 4, 5, 6)
        if not is_mine(key):
            continue
        is_counted = bool(standings.get(key))
        if is_counted == (kind == "sign"):
            problems.append(f"{key} {'signs twice' if is_counted else 'withdraws what it never signed'}")
        standings[key] = (petition, text, country, day, read[3]) if kind == "sign" else None
    return standings


def read_manifest(bundle):
    manifest = json.loads(bundle.read("manifest.json"))
    if manifest.get("format") != "sheaf-bundle" or manifest.get("formatVersion") != 2:
        raise Refused("manifest.json is none, or of another version")
    if manifest["level"] not in (0, 1, 2, 3) or manifest["counts"]["signatures"] < 1:
        raise Refused("manifest.json says what can't be")
    return manifest


def verify(path, known):
    report = Report()
    with zipfile.ZipFile(path) as bundle:
        pem = bundle.read("public-key.pem")
        key = read_key(pem)
        manifest = read_manifest(bundle)
        check_files(bundle, key, report)
        check_container(path, key, report)
        if known is None:
            print("  --  Whose key it is was not checked: give the one that their site publishes, with --key.")
        else:
            report.tell("The key is the one that you were given.", [] if read_key(known) == key else ["it is another key"])
        check_checkpoint(bundle, manifest, key, report)
        counts = manifest["counts"]
        sums = [
            f"the {by} add up to {sum(counts[name].values())}"
            for by, name in (("countries", "byCountry"), ("petitions", "byPetition"))
            if sum(counts[name].values()) != counts["signatures"]
        ]
        report.tell(f"Countries and petitions add up to the {counts['signatures']} signatures that it says.", sums)
        if manifest["level"] >= 1:
            check_leaves(bundle, manifest, report)
            check_signers(bundle, manifest, report)
        print(f"SHA-256 of the key: {hashlib.sha256(pem).hexdigest()}")
    return report.failed


def main(arguments):
    known = None
    if len(arguments) == 3 and arguments[1] == "--key":
        with open(arguments[2], "rb") as file:
            known = file.read()
    elif len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    csv.field_size_limit(1 << 24)
    try:
        failed = verify(arguments[0], known)
    except Exception as error:  # whatever can't be read is no bundle that holds
        print(f"This is no bundle, or it was cut off or changed: {error}.", file=sys.stderr)
        return 1
    if failed:
        print(f"This bundle does not hold: {failed} checks failed.", file=sys.stderr)
        return 1
    print("This bundle holds.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
