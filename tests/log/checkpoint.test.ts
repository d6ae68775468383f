import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { checkpointText, parseCheckpoint } from "#campaigns/log/checkpoint.ts";
import { isSignedBy, parseNote, parseVerifier, signNote, verifierText } from "#campaigns/log/signed-note.ts";
import { hashLeaf } from "#campaigns/platform/tree-hash.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const checkpoint = {
  origin: "sheaf.example/stop-sex-trafficking",
  size: 7_044_278,
  root: hashLeaf(Buffer.from("x")),
};
const note = signNote(checkpointText(checkpoint), "sheaf.example", privateKey);

test("a signed checkpoint says again what was signed, and by whom", () => {
  const read = parseNote(note);
  expect(read && isSignedBy(read, { name: "sheaf.example", publicKey })).toBe(true);
  expect(read && parseCheckpoint(read.text)).toEqual(checkpoint);
});

test("a checkpoint that was changed, or that another key or name signed, is not signed", () => {
  const changed = parseNote(note.replace("7044278", "7044279"));
  expect(changed && isSignedBy(changed, { name: "sheaf.example", publicKey })).toBe(false);
  const read = parseNote(note);
  const other = generateKeyPairSync("ed25519").publicKey;
  expect(read && isSignedBy(read, { name: "sheaf.example", publicKey: other })).toBe(false);
  expect(read && isSignedBy(read, { name: "another.example", publicKey })).toBe(false);
});

test("what is no note and no checkpoint is not read as one", () => {
  for (const wrong of ["", "text\n", "text\n\n", "text\n\n- name AAAA\n", note.slice(0, -1)])
    expect(parseNote(wrong)).toBeUndefined();
  const root = checkpoint.root.toString("base64");
  for (const wrong of [
    "",
    `o\n-1\n${root}\n`,
    `o\n01\n${root}\n`,
    "o\n1\nAAAA\n",
    `\n1\n${root}\n`,
    `o\n1e3\n${root}\n`,
  ])
    expect(parseCheckpoint(wrong)).toBeUndefined();
});

test("the published example of a signed note is believed, with its key as published", () => {
  // The example of Go's package golang.org/x/mod/sumdb/note.
  const verifier = parseVerifier("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  const example =
    "If you think cryptography is the answer to your problem,\n" +
    "then you don't know what your problem is.\n\n" +
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  const read = parseNote(example);
  expect(verifier && read && isSignedBy(read, verifier)).toBe(true);
  expect(verifier && verifierText(verifier)).toBe(
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
  );
  expect(parseVerifier("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")).toBeUndefined();
});

test("a public key goes out and comes back as it was", () => {
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  const again = createPublicKey(createPrivateKey(pem));
  const read = parseVerifier(verifierText({ name: "sheaf.example", publicKey: again }));
  expect(read?.publicKey.equals(publicKey)).toBe(true);
});
