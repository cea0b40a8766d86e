// The certificate of the TLS upstream, made anew for each run.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createAuthority } from "@holdfast/simulator";

export interface Certificate {
  readonly server: { readonly key: string; readonly cert: string };
  readonly ca: string;
  readonly caFile: string;
}

export async function makeCertificate(folder: string): Promise<Certificate> {
  const authority = await createAuthority();
  const caFile = join(folder, "authority.pem");
  await writeFile(caFile, authority.cert);
  const { key, cert } = await authority.issue({ hosts: ["localhost", "127.0.0.1"] });
  return { server: { key, cert }, ca: authority.cert, caFile };
}
