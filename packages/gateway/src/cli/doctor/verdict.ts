// Is it me or them? Findings in, one sentence out. Pure.

import { diagnoseProvider } from "./diagnose-provider.ts";
import type { Diagnosis, Network } from "./diagnose-provider.ts";
import { gatewayEvidence } from "./findings.ts";
import type { Findings } from "./findings.ts";

export interface Verdict {
  readonly whose: "nobody" | "yours" | "theirs" | "both" | "unclear";
  readonly sentence: string;
  /** What to do, the most urgent first. */
  readonly advice: readonly string[];
}

/** Certificates and signed requests bear a few minutes. */
const maxAheadMs = 300_000;
/** A stream holds two; the gateway, its store and its console hold some twenty. */
const fewDescriptors = 1_024;

export function verdictOn(findings: Findings): Verdict {
  const diagnoses = [...ownDiagnoses(findings), ...providerDiagnoses(findings)];
  const whats = (side: Diagnosis["side"]): string =>
    diagnoses
      .filter((diagnosis) => diagnosis.side === side)
      .map(({ what }) => what)
      .join("; ");
  const [ours, theirs, unclear] = [whats("ours"), whats("theirs"), whats("unclear")];
  const advice = diagnoses.map((diagnosis) => diagnosis.advice);
  if (ours !== "" && theirs !== "") {
    return { whose: "both", sentence: `It is both: on your side ${ours}; on theirs ${theirs}.`, advice };
  }
  if (ours !== "") return { whose: "yours", sentence: `It is you: ${ours}.`, advice };
  if (theirs !== "") return { whose: "theirs", sentence: `It is them: ${theirs}.`, advice };
  if (unclear !== "") {
    return { whose: "unclear", sentence: `It cannot be told for sure: ${unclear}.`, advice };
  }
  return { whose: "nobody", sentence: allWell(findings), advice: adviceWhenWell(findings) };
}

function allWell({ config, providers, gateway }: Findings): string {
  const answers =
    config.kind === "sound" && config.isSimulated
      ? "providers are simulated, so nobody was asked"
      : `${providers.map(({ name }) => name).join(", ")} ${providers.length === 1 ? "answers" : "answer"}`;
  const runs = gateway.report === undefined ? "no gateway runs here" : "the gateway runs and is well";
  return `It is neither you nor them: ${answers}, and ${runs}.`;
}

function adviceWhenWell({ gateway }: Findings): string[] {
  return gateway.report === undefined ? ["Start it with `holdfast up`."] : [];
}

/** What has nothing to do with a single provider. */
function ownDiagnoses(findings: Findings): Diagnosis[] {
  const { config, aheadMs, descriptors, data, gateway } = findings;
  const all: (Diagnosis | undefined)[] = [
    config.kind === "broken" ? own(config.why, configAdvice(gateway)) : undefined,
    networkOf(findings) === "reaches-nobody"
      ? own(noWayOut(findings), "Look at this machine's network: cable, VPN, name servers, proxy, firewall.")
      : undefined,
    aheadMs !== undefined && Math.abs(aheadMs) > maxAheadMs
      ? own(clockWords(aheadMs), "Set the clock, and let it be kept right (NTP).")
      : undefined,
    descriptors !== undefined && descriptors < fewDescriptors
      ? own(
          `only ${descriptors} files and sockets may be open, and a stream needs two`,
          "Raise the limit: `ulimit -n 65536`, or LimitNOFILE under systemd.",
        )
      : undefined,
    data.fault === undefined
      ? undefined
      : own(
          `nothing can be written in ${data.folder} (${data.fault})`,
          "Make room or give the permission: requests go on without it, but records and new keys are lost.",
        ),
    gatewayDiagnosis(gateway),
  ];
  return all.filter((diagnosis) => diagnosis !== undefined);
}

function configAdvice({ report }: Findings["gateway"]): string {
  if (report?.config_error === null) {
    return "The running gateway has taken its configuration: perhaps it is only this shell that lacks its variables.";
  }
  return "Correct the configuration: `holdfast check` lists every problem with its place.";
}

function gatewayDiagnosis({ report }: Findings["gateway"]): Diagnosis | undefined {
  if (report === undefined) return undefined;
  if (report.config_error !== null) {
    return own(
      `the running gateway has refused the configuration and goes on with the one before (${report.config_error.message.replace(/\.$/, "")})`,
      "Correct the configuration: it is taken up by itself.",
    );
  }
  if (report.needs_restart.length === 0) return undefined;
  return own(
    `the running gateway still has the ${report.needs_restart.join(", ")} of before`,
    "Start it again, once its streams may end.",
  );
}

function own(what: string, advice: string): Diagnosis {
  return { side: "ours", what, advice };
}

function providerDiagnoses(findings: Findings): Diagnosis[] {
  const network = networkOf(findings);
  return findings.providers.flatMap((provider) => {
    // Without a way out nothing can be said of anybody out there.
    if (network === "reaches-nobody" && !provider.isLocal) return [];
    const gatewaySays = gatewayEvidence(findings.gateway, provider.name);
    return diagnoseProvider(provider, { network, gatewaySays }) ?? [];
  });
}

/** Providers are neutral hosts for each other. */
function networkOf({ providers, neutral }: Findings): Network {
  const remote = providers.filter(({ isLocal }) => !isLocal);
  const seen = [...remote.flatMap(({ asked }) => asked), ...(neutral === undefined ? [] : [neutral])];
  if (
    seen.some(
      ({ seen: { kind, peer, phases } }) =>
        kind === "answered" || (peer !== undefined && phases.connectMs !== undefined),
    )
  ) {
    return "reaches-others";
  }
  const hosts = new Set(remote.map(({ host }) => host));
  return neutral !== undefined || hosts.size > 1 ? "reaches-nobody" : "unknown";
}

function noWayOut({ providers, neutral }: Findings): string {
  const seen = [
    ...providers.filter(({ isLocal }) => !isLocal).flatMap(({ asked }) => asked),
    ...(neutral === undefined ? [] : [neutral]),
  ];
  const isDns = seen.every(({ seen: one }) => one.kind === "failed" && one.failure === "dns");
  return isDns ? "no name can be resolved on this machine" : "this machine reaches no host outside";
}

function clockWords(aheadMs: number): string {
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  return `this machine's clock is ${minutes} minutes ${aheadMs > 0 ? "ahead" : "behind"}`;
}
