// One provider: what is wrong with it, on whose side that is, and what to do. Pure.

import { failureWords } from "../../dataplane/failure-words.ts";
import type { ProviderFinding } from "./findings.ts";
import type { Sighting } from "./probes.ts";

export interface Diagnosis {
  readonly side: "ours" | "theirs" | "unclear";
  /** Goes on after "It is you: " and the like. */
  readonly what: string;
  readonly advice: string;
}

/** Whether this machine reaches anything else. */
export type Network = "reaches-others" | "reaches-nobody" | "unknown";

export interface Context {
  readonly network: Network;
  /** What the running gateway holds against it. */
  readonly gatewaySays: readonly string[];
}

type Failed = Extract<Sighting, { kind: "failed" }>;

/** Undefined: nothing is wrong. */
export function diagnoseProvider(provider: ProviderFinding, context: Context): Diagnosis | undefined {
  const failures = provider.asked.map(({ seen }) => seen).filter((seen) => seen.kind === "failed");
  const [first] = failures;
  if (first === undefined) return diagnoseAnswers(provider, context);
  if (failures.length === provider.asked.length) return diagnoseFailure(provider, first, context);
  return {
    side: context.network === "unknown" ? "unclear" : "theirs",
    what: `${provider.name} answers only some of the time (${failureWords[first.failure]})`,
    advice: `Let the gateway go round ${provider.name}: give its routes another provider behind it.`,
  };
}

/** Failures before a connection is there can be anybody's between here and there. */
const onTheWay: readonly Failed["failure"][] = ["dns", "unreachable", "connect-timeout", "refused", "tls"];

function diagnoseFailure(provider: ProviderFinding, seen: Failed, { network }: Context): Diagnosis {
  const { name, host, isLocal, isPlaced } = provider;
  const what = `${name} (${host}): ${failureWords[seen.failure]}`;
  if (seen.failure === "ours") {
    return { side: "ours", what: `${what} (${seen.reason})`, advice: "Raise the limit of open files." };
  }
  if (isLocal) {
    return { side: "ours", what, advice: `Start what should listen at ${host}, or correct its base_url.` };
  }
  if (seen.failure === "tls") return diagnoseTls(provider, seen);
  if (seen.failure === "malformed") {
    const advice = `Something else answers at ${host}: look at base_url, and at proxies on the way.`;
    return { side: isPlaced ? "ours" : "unclear", what, advice };
  }
  if (seen.failure === "dns" && isPlaced && network === "reaches-others") {
    return { side: "ours", what, advice: `Look at the host in base_url: no such name is known.` };
  }
  const isOnTheWay = onTheWay.includes(seen.failure);
  if (isOnTheWay && network !== "reaches-others") {
    return {
      side: "unclear",
      what,
      advice: `Ask a host that has nothing to do with it: leave --offline out.`,
    };
  }
  const doubt = isOnTheWay ? " If it stays while others reach it, look for a firewall here." : "";
  return {
    side: "theirs",
    what,
    advice: `Wait for ${name}; a route with another provider behind it goes on meanwhile.${doubt}`,
  };
}

function diagnoseTls({ name, host }: ProviderFinding, { reason }: Failed): Diagnosis {
  const what = `${name} (${host}): no secure connection could be made (${reason})`;
  if (/EXPIRED|NOT_YET_VALID/i.test(reason)) {
    const advice = `A certificate's dates are wrong: look at this machine's clock, then tell ${name}.`;
    return { side: "unclear", what, advice };
  }
  return {
    side: "ours",
    what,
    advice:
      `Find out who answers at ${host}: a proxy that opens TLS needs its authority in NODE_EXTRA_CA_CERTS, ` +
      "and anything else there is not to be trusted.",
  };
}

function diagnoseAnswers(provider: ProviderFinding, { gatewaySays }: Context): Diagnosis | undefined {
  const { name, host, path } = provider;
  const answers = provider.asked.flatMap(({ key, seen }) =>
    seen.kind === "answered" ? [{ key, status: seen.status }] : [],
  );
  const broken = answers.find(({ status }) => status >= 500);
  if (broken !== undefined) {
    const advice = `Wait for ${name}; a route with another provider behind it goes on meanwhile.`;
    return { side: "theirs", what: `${name} answers ${broken.status}`, advice };
  }
  const refused = answers.filter(({ status }) => status === 401 || status === 403);
  if (refused.length > 0) return diagnoseKeys(name, refused, answers.length);
  const slowed = answers.filter(({ status }) => status === 429 || status === 402);
  if (slowed.length > 0) {
    const advice = `Look at the limits and the credit of the account at ${name}, or add a key of another one.`;
    return {
      side: "ours",
      what: `${name} refuses ${keysIn(slowed)} for its limits (${slowed[0]?.status})`,
      advice,
    };
  }
  const odd = answers.find(({ status }) => status >= 300);
  if (odd !== undefined) {
    const advice = `If requests fail too, look at base_url: GET ${path} should list models at ${host}.`;
    return {
      side: "unclear",
      what: `${name} answers ${odd.status} where its models should be listed`,
      advice,
    };
  }
  const [evidence] = gatewaySays;
  if (evidence === undefined) return undefined;
  return {
    side: "theirs",
    what: `${name} lists its models, but fails at answers (the gateway: ${evidence})`,
    advice: `Wait for ${name}; the gateway goes round it where a route has another provider, and tests it again by itself.`,
  };
}

interface Answer {
  readonly key: number | undefined;
  readonly status: number;
}

function diagnoseKeys(name: string, refused: readonly Answer[], all: number): Diagnosis {
  const [first] = refused;
  const status = first?.status ?? 401;
  if (first?.key === undefined) {
    return {
      side: "ours",
      what: `${name} wants a key (${status})`,
      advice: `Give ${name} a key under keys.`,
    };
  }
  if (refused.length > 1 && refused.length === all) {
    return {
      side: "unclear",
      what: `${name} refuses all ${all} keys at once (${status})`,
      advice: `Sign in at ${name}: a closed account is yours to settle; if all is well there, it is their outage. Do not throw keys away.`,
    };
  }
  return {
    side: "ours",
    what: `${name} refuses ${keysIn(refused)} (${status})`,
    advice: `Make a new key at ${name} and put it in its place; if that one was good until now, look whether ${name} tells of an outage first.`,
  };
}

/** Counted from 1, as people count. */
function keysIn(answers: readonly Answer[]): string {
  const numbers = answers.flatMap(({ key }) => (key === undefined ? [] : [key + 1]));
  if (numbers.length === 0) return "requests";
  return numbers.length === 1 ? `key ${numbers[0]}` : `keys ${numbers.join(", ")}`;
}
