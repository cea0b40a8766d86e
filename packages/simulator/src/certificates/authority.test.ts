// Other people's code reads the certificates: the runtime's parser, and a TLS client that decides whom to trust.

import { X509Certificate } from "node:crypto";
import { connect } from "node:tls";
import { afterEach, describe, expect, test } from "bun:test";
import { createAuthority, startProvider } from "../index.ts";
import type { Authority, CertificateOptions, SimulatedProvider } from "../index.ts";

let provider: SimulatedProvider | undefined;
afterEach(() => provider?.stop());

const authority: Authority = await createAuthority();
const HOUR_MS = 3_600_000;
const ago = (hours: number): Date => new Date(Date.now() - hours * HOUR_MS);

/** "trusted", or why a client that trusts `ca` hangs up on a provider with such a certificate. */
async function verdict(options: CertificateOptions, ca: string, servername: string): Promise<string> {
  provider = await startProvider({ tls: await authority.issue(options) });
  const { port } = provider;
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", servername, ca }, () => {
      resolve(socket.authorized ? "trusted" : "not authorised");
      socket.destroy();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

describe("a client that trusts the authority", () => {
  test.each<{ what: string; options: CertificateOptions; servername: string; expected: string }>([
    { what: "its name", options: { hosts: ["api.test"] }, servername: "api.test", expected: "trusted" },
    {
      what: "its second name",
      options: { hosts: ["a.test", "b.test"] },
      servername: "b.test",
      expected: "trusted",
    },
    {
      what: "a wildcard",
      options: { hosts: ["*.api.test"] },
      servername: "eu.api.test",
      expected: "trusted",
    },
    {
      what: "another host",
      options: { hosts: ["api.test"] },
      servername: "other.test",
      expected: "ERR_TLS_CERT_ALTNAME_INVALID",
    },
    {
      what: "an expired certificate",
      options: { hosts: ["api.test"], notAfter: ago(1) },
      servername: "api.test",
      expected: "CERT_HAS_EXPIRED",
    },
    {
      what: "a certificate of tomorrow",
      options: { hosts: ["api.test"], notBefore: ago(-24) },
      servername: "api.test",
      expected: "CERT_NOT_YET_VALID",
    },
  ])("says $expected to $what", async ({ options, servername, expected }) => {
    expect(await verdict(options, authority.cert, servername)).toBe(expected);
  });
});

test("a client that trusts another authority of the same name hangs up", async () => {
  const other = await createAuthority();
  expect(await verdict({ hosts: ["api.test"] }, other.cert, "api.test")).not.toBe("trusted");
});

test("a certificate says what was asked of it, and who issued it", async () => {
  const notBefore = new Date("2026-02-03T04:05:06Z");
  const notAfter = new Date("2050-01-01T00:00:00Z");
  const hosts = ["api.test", "127.0.0.1", "::1", "2001:db8::ff00:42:8329"] as const;
  const { cert, key } = await authority.issue({ hosts: [...hosts], notBefore, notAfter });
  const issued = new X509Certificate(cert);
  const issuer = new X509Certificate(authority.cert);
  expect(issued.subjectAltName).toBe(
    "DNS:api.test, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:2001:DB8:0:0:0:FF00:42:8329",
  );
  expect(new Date(issued.validFrom)).toEqual(notBefore);
  expect(new Date(issued.validTo)).toEqual(notAfter);
  expect(issued.checkIssued(issuer)).toBe(true);
  expect(issued.verify(issuer.publicKey)).toBe(true);
  expect(key).toStartWith("-----BEGIN PRIVATE KEY-----\n");
});

// A serial number or a half of a signature that begins with zeros or a set bit is written shorter or longer: with
// 200 certificates each of the forms turns up some fifty times.
test("every certificate can be read and verified, whatever chance made of its numbers", async () => {
  const { publicKey } = new X509Certificate(authority.cert);
  for (let i = 0; i < 200; i++) {
    const { cert } = await authority.issue({ hosts: ["api.test"] });
    expect(new X509Certificate(cert).verify(publicKey)).toBe(true);
  }
});
