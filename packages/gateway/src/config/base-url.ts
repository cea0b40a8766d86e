// Where a provider lives, as the vendor's own SDK takes it.

import type { Origin } from "../contract/snapshot.ts";

export type BaseUrl = {
  readonly origin: Origin;
  /** Without a slash at its end; empty for the root. */
  readonly basePath: string;
};

export type BaseUrlFault = {
  readonly fault: string;
  /** Set where the text itself may hold a secret and must not be shown. */
  readonly secret?: true;
};

export function parseBaseUrl(text: string): BaseUrl | BaseUrlFault {
  const url = URL.parse(text);
  if (url === null || !/^https?:\/\//i.test(text)) {
    return { fault: "is not an http or https URL, such as `https://api.openai.com/v1`" };
  }
  if (url.username !== "" || url.password !== "") {
    return { fault: "has credentials in it: put the key under `keys`", secret: true };
  }
  if (text.includes("?")) return { fault: "has a query, which belongs to no base URL", secret: true };
  if (text.includes("#")) return { fault: "has a fragment, which belongs to no base URL", secret: true };
  if (/\s/.test(text)) return { fault: "has a space in it" };
  if (!/^(\[[\da-f:.]+\]|[a-z\d._~-]+)$/i.test(url.hostname)) return { fault: "has a host that is no name" };
  if (url.port === "0") return { fault: "has port 0, where nobody listens" };
  return { origin: originOf(url), basePath: url.pathname.replace(/\/+$/, "") };
}

function originOf(url: URL): Origin {
  const scheme = url.protocol === "https:" ? "https" : "http";
  const ownPort = scheme === "https" ? 443 : 80;
  return {
    scheme,
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? ownPort : Number(url.port),
    authority: url.host,
  };
}
