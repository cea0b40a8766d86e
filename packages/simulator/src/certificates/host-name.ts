// How a certificate names the hosts that it stands for (RFC 5280, section 4.2.1.6).

import { implicit } from "./der.ts";
import type { Der } from "./der.ts";

/** A DNS name, or an IPv4 or IPv6 address as text. */
export function generalName(host: string): Der {
  const address = host.includes(":") ? ipv6Bytes(host) : ipv4Bytes(host);
  return address === undefined ? implicit(2, new TextEncoder().encode(host)) : implicit(7, address);
}

function ipv4Bytes(host: string): Uint8Array | undefined {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) ? Uint8Array.from(host.split("."), Number) : undefined;
}

function ipv6Bytes(host: string): Uint8Array {
  const [left = "", right] = host.split("::");
  const front = groups(left);
  const back = right === undefined ? [] : groups(right);
  const middle = Array.from({ length: 8 - front.length - back.length }, () => 0);
  return Uint8Array.from([...front, ...middle, ...back].flatMap((group) => [group >> 8, group & 0xff]));
}

function groups(text: string): number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}
