// Providers' proofs of thinking, sealed so that a client can carry them and neither read nor change them.

import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import { dialectNames, proofMarker } from "@holdfast/wire";
import type { OpenProof, Proof, SealProof } from "@holdfast/wire";

export interface ProofSealer {
  readonly seal: SealProof;
  readonly open: OpenProof;
}

const NONCE = 12;
const TAG = 16;

/** The first key seals; all of them open, so that conversations outlive a change of keys. */
export function createProofSealer(keys: readonly [Uint8Array, ...Uint8Array[]]): ProofSealer {
  const pairs = keys.map(pairFrom);
  const [current = pairFrom(keys[0])] = pairs;
  return {
    seal: (proof) => proofMarker + encrypt(current, textFrom(proof)).toString("base64url"),
    open(token) {
      if (!token.startsWith(proofMarker)) return undefined;
      const sealed = Buffer.from(token.slice(proofMarker.length), "base64url");
      for (const pair of pairs) {
        const text = decrypt(pair, sealed);
        if (text !== undefined) return proofFrom(text);
      }
      return undefined;
    },
  };
}

/** One key for the nonce and one for the content, so that neither says anything about the other. */
interface KeyPair {
  readonly content: Buffer;
  readonly nonce: Buffer;
}

function pairFrom(key: Uint8Array): KeyPair {
  const derive = (use: string): Buffer => Buffer.from(hkdfSync("sha256", key, "", use, 32));
  return { content: derive("holdfast proof content"), nonce: derive("holdfast proof nonce") };
}

/** The nonce is made of the content: the same proof is the same token on every turn, which prompt caches want. */
function encrypt({ content, nonce: nonceKey }: KeyPair, text: string): Buffer {
  const nonce = createHmac("sha256", nonceKey).update(text).digest().subarray(0, NONCE);
  const cipher = createCipheriv("aes-256-gcm", content, nonce);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function decrypt({ content }: KeyPair, sealed: Buffer): string | undefined {
  if (sealed.length < NONCE + TAG) return undefined;
  try {
    const decipher = createDecipheriv("aes-256-gcm", content, sealed.subarray(0, NONCE));
    decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString("utf8");
  } catch {
    // Not ours, or not as we made it.
    return undefined;
  }
}

/** Short names: the token comes back with every turn. */
function textFrom({ dialect, value, scope, isRedacted, isForNext }: Proof): string {
  return JSON.stringify([dialect, scope ?? "", (isRedacted ? 1 : 0) + (isForNext ? 2 : 0), value]);
}

function proofFrom(text: string): Proof | undefined {
  const fields: unknown = JSON.parse(text);
  if (!Array.isArray(fields)) return undefined;
  const [name, scope, flags, value] = fields as readonly unknown[];
  const dialect = dialectNames.find((known) => known === name);
  if (dialect === undefined || typeof value !== "string" || typeof flags !== "number") return undefined;
  return {
    dialect,
    value,
    ...(typeof scope === "string" && scope !== "" ? { scope } : {}),
    ...((flags & 1) === 1 ? { isRedacted: true as const } : {}),
    ...((flags & 2) === 2 ? { isForNext: true as const } : {}),
  };
}
