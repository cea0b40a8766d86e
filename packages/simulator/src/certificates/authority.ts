// A certificate authority for tests: it lives in memory, and nobody should ever trust it for anything else.
// Certificates of this one shape are a page of DER, and the platform signs; the libraries at hand bring twenty
// packages and a global polyfill.

import {
  TRUE,
  bitString,
  explicit,
  implicit,
  objectIdentifier,
  octetString,
  sequence,
  set,
  time,
  unsignedInteger,
  utf8String,
} from "./der.ts";
import type { Der } from "./der.ts";
import { generalName } from "./host-name.ts";

/** What a server needs to speak TLS, as PEM. */
export interface ServerCertificate {
  /** Unencrypted PKCS #8. */
  readonly key: string;
  readonly cert: string;
}

export interface CertificateOptions {
  /** DNS names (a leading `*.` is a wildcard) and IP addresses. */
  readonly hosts: readonly [string, ...string[]];
  /** Left out: an hour ago. */
  readonly notBefore?: Date;
  /** Left out: a day after `notBefore`, and never less than a day from now. */
  readonly notAfter?: Date;
}

export interface Authority {
  /** The certificate to trust, as PEM. */
  readonly cert: string;
  issue(options: CertificateOptions): Promise<ServerCertificate>;
}

/** Makes an authority with a key of its own (ECDSA on P-256, as everything it issues). */
export async function createAuthority(name = "Holdfast test authority"): Promise<Authority> {
  const keys = await generateKeys();
  const publicKey = await exportPublic(keys);
  const issuer: Issuer = { name, signWith: keys.privateKey, keyId: await keyIdOf(publicKey) };
  const cert = await sign(issuer, {
    subject: name,
    publicKey,
    ...validityFrom({}),
    extensions: [
      extension(oids.basicConstraints, sequence(TRUE), "critical"),
      // Bits 5 and 6: signs certificates and revocation lists.
      extension(oids.keyUsage, bitString(Uint8Array.of(0b0000_0110), 1), "critical"),
      extension(oids.subjectKeyIdentifier, octetString(issuer.keyId)),
    ],
  });
  return { cert, issue: (options) => issue(issuer, options) };
}

interface Issuer {
  readonly name: string;
  readonly signWith: CryptoKey;
  readonly keyId: Uint8Array;
}

interface Contents {
  readonly subject: string;
  readonly publicKey: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly Der[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

const oids = {
  commonName: "2.5.4.3",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  authorityKeyIdentifier: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
  serverAuth: "1.3.6.1.5.5.7.3.1",
};

async function issue(issuer: Issuer, options: CertificateOptions): Promise<ServerCertificate> {
  const keys = await generateKeys();
  const cert = await sign(issuer, {
    subject: options.hosts[0],
    publicKey: await exportPublic(keys),
    ...validityFrom(options),
    extensions: [
      extension(oids.basicConstraints, sequence(), "critical"),
      // Bit 0: signs handshakes.
      extension(oids.keyUsage, bitString(Uint8Array.of(0b1000_0000), 7), "critical"),
      extension(oids.extendedKeyUsage, sequence(objectIdentifier(oids.serverAuth))),
      extension(oids.subjectAltName, sequence(...options.hosts.map(generalName))),
      extension(oids.authorityKeyIdentifier, sequence(implicit(0, issuer.keyId))),
    ],
  });
  const key = pem("PRIVATE KEY", new Uint8Array(await crypto.subtle.exportKey("pkcs8", keys.privateKey)));
  return { key, cert };
}

function validityFrom(options: Partial<CertificateOptions>): Pick<Contents, "notBefore" | "notAfter"> {
  const now = Date.now();
  const notBefore =
    options.notBefore ?? new Date(Math.min(now, options.notAfter?.getTime() ?? now) - HOUR_MS);
  return { notBefore, notAfter: options.notAfter ?? new Date(Math.max(now, notBefore.getTime()) + DAY_MS) };
}

/** RFC 5280, section 4.1. */
async function sign(issuer: Issuer, contents: Contents): Promise<string> {
  const signatureAlgorithm = sequence(objectIdentifier(oids.ecdsaWithSha256));
  const toBeSigned = sequence(
    explicit(0, unsignedInteger(Uint8Array.of(2))), // version 3 counts from 0
    unsignedInteger(crypto.getRandomValues(new Uint8Array(16))),
    signatureAlgorithm,
    commonName(issuer.name),
    sequence(time(contents.notBefore), time(contents.notAfter)),
    commonName(contents.subject),
    contents.publicKey,
    explicit(3, sequence(...contents.extensions)),
  );
  const signature = new Uint8Array(
    await crypto.subtle.sign(algorithm, issuer.signWith, new Uint8Array(toBeSigned)),
  );
  // The platform gives both halves in a row; certificates hold them as two integers.
  const pair = sequence(unsignedInteger(signature.subarray(0, 32)), unsignedInteger(signature.subarray(32)));
  return pem("CERTIFICATE", sequence(toBeSigned, signatureAlgorithm, bitString(pair)));
}

function commonName(name: string): Der {
  return sequence(set(sequence(objectIdentifier(oids.commonName), utf8String(name))));
}

function extension(oid: string, value: Der, criticality: "critical" | "optional" = "optional"): Der {
  const flag = criticality === "critical" ? [TRUE] : [];
  return sequence(objectIdentifier(oid), ...flag, octetString(value));
}

async function generateKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

/** A SubjectPublicKeyInfo, as it stands in a certificate. */
async function exportPublic({ publicKey }: CryptoKeyPair): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.exportKey("spki", publicKey));
}

/** RFC 7093, section 2: the first 160 bits of the hash of the key, which are the last 65 bytes of its information. */
async function keyIdOf(publicKey: Uint8Array): Promise<Uint8Array> {
  const hash = await crypto.subtle.digest("SHA-256", new Uint8Array(publicKey.subarray(-65)));
  return new Uint8Array(hash).subarray(0, 20);
}

function pem(label: string, der: Der): string {
  const lines = der.toBase64().match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
