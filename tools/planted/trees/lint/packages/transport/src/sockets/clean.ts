import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { rootCertificates } from "node:tls";
import type { Socket } from "bun";
import { clean } from "../codec/clean.ts";

export function listen(): unknown[] {
  return [Bun.listen, Bun.connect, Bun.udpSocket, Date.now(), lookup, isIP, rootCertificates, clean];
}

export type Peer = Socket;
