// Certificates that a client must not take.

import { createAuthority } from "./authority.ts";
import type { Authority, ServerCertificate } from "./authority.ts";

export interface WrongCertificates {
  /** Of a trusted authority, for somebody else. */
  readonly "wrong-host": ServerCertificate;
  /** Of a trusted authority, for this host, until yesterday. */
  readonly expired: ServerCertificate;
  /** For this host, of an authority that only bears the name of a trusted one. */
  readonly untrusted: ServerCertificate;
}

const DAY_MS = 86_400_000;

export async function createWrongCertificates(
  authority: Authority,
  hosts: readonly [string, ...string[]],
): Promise<WrongCertificates> {
  const stranger = await createAuthority();
  const yesterday = new Date(Date.now() - DAY_MS);
  const [wrongHost, expired, untrusted] = await Promise.all([
    authority.issue({ hosts: ["somebody-else.invalid"] }),
    authority.issue({ hosts, notBefore: new Date(yesterday.getTime() - DAY_MS), notAfter: yesterday }),
    stranger.issue({ hosts }),
  ]);
  return { "wrong-host": wrongHost, expired, untrusted };
}
