// Which proxy, if any, stands between us and an origin (the usual HTTPS_PROXY and NO_PROXY).

import { BlockList, isIP } from "node:net";

export interface Proxy {
  readonly host: string;
  readonly port: number;
  /** The value of Proxy-Authorization, if the proxy's URL has a user. */
  readonly authorization?: string;
}

export interface ProxySettings {
  readonly proxy: Proxy;
  /** Names (with those below them), addresses, networks as `10.0.0.0/8`, or `*`; names and addresses with an optional port. */
  readonly bypass: readonly string[];
}

/** What the environment says about proxies; an error names the variable that cannot be used. */
export function proxyFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): ProxySettings | { readonly error: string } | undefined {
  const name = ["https_proxy", "HTTPS_PROXY"].find((candidate) => (environment[candidate] ?? "") !== "");
  if (name === undefined) return undefined;
  const text = environment[name] ?? "";
  const url = URL.parse(text.includes("://") ? text : `http://${text}`);
  if (url === null || url.hostname === "") return { error: `${name} is not a URL` };
  if (url.protocol !== "http:") return { error: `${name} is not an http: URL but ${url.protocol}` };
  const proxy = proxyFrom(url);
  if (proxy === undefined) return { error: `${name} has a user or password with a broken %-sequence` };
  const noProxy = environment["no_proxy"] ?? environment["NO_PROXY"] ?? "";
  const bypass = noProxy
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "");
  return { proxy, bypass };
}

/** Whether NO_PROXY names this origin. */
export function isBypassed(bypass: readonly string[], host: string, port: number): boolean {
  const name = plainName(host);
  return bypass.some((entry) => {
    if (entry === "*") return true;
    if (entry.includes("/")) return isInNetwork(name, entry);
    const parts = /^\[?([^\]]*?)\]?(?::(\d+))?$/.exec(isAddressWithColons(entry) ? `[${entry}]` : entry);
    if (parts === null || (parts[2] !== undefined && Number(parts[2]) !== port)) return false;
    const suffix = plainName((parts[1] ?? "").replace(/^\*?\./, ""));
    if (suffix === "") return false;
    return name === suffix || (isIP(name) === 0 && name.endsWith(`.${suffix}`));
  });
}

function isInNetwork(address: string, network: string): boolean {
  const [start = "", bits = ""] = network.split("/");
  if (isIP(address) === 0 || isIP(address) !== isIP(start) || !/^\d+$/.test(bits)) return false;
  const family = isIP(address) === 4 ? "ipv4" : "ipv6";
  if (Number(bits) > (family === "ipv4" ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(start, Number(bits), family);
  return list.check(address, family);
}

/** In one form, for comparing: without brackets, capitals or the root's dot. */
function plainName(host: string): string {
  return host.toLowerCase().replace(/^\[|\]$|\.$/g, "");
}

function isAddressWithColons(entry: string): boolean {
  return !entry.startsWith("[") && entry.split(":").length > 2;
}

function proxyFrom(url: URL): Proxy | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = url.port === "" ? 80 : Number(url.port);
  if (url.username === "") return { host, port };
  try {
    const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    return { host, port, authorization: `Basic ${Buffer.from(user, "utf8").toString("base64")}` };
  } catch {
    return undefined;
  }
}
