// The front door: providers that say what a script tells them to, on real sockets and in virtual time.

export { faultCases } from "./alphabet.data.ts";
export type { CaseNames, CaseTimes, FaultCase } from "./alphabet.data.ts";
export { createAuthority } from "./certificates/authority.ts";
export type { Authority, CertificateOptions, ServerCertificate } from "./certificates/authority.ts";
export { createWrongCertificates } from "./certificates/wrong.ts";
export type { WrongCertificates } from "./certificates/wrong.ts";
export type { Clock } from "./clock.ts";
export { expectedAnswer } from "./expected.ts";
export type { ExpectedAnswer } from "./expected.ts";
export { faults } from "./faults/table.ts";
export type { Fault, FaultKind, StatusFault } from "./faults/fault.ts";
export { startProvider } from "./provider.ts";
export type { ProviderOptions, SimulatedProvider } from "./provider.ts";
export type { ProviderHead, ProviderRequest } from "./provider-request.ts";
export { scenarioFrom } from "./reading/scenario.ts";
export { ScriptError, scriptFrom } from "./reading/script.ts";
export type { ProviderLimits, RecordedRequest } from "./recorder.ts";
export type {
  Answer,
  BytesAnswer,
  EchoAnswer,
  HeaderEntry,
  Manner,
  SaidAnswer,
  Saying,
  StopReason,
  StructuredAnswer,
  ToolCall,
  Usage,
} from "./said.ts";
export type { Scenario, ScenarioFault, ScenarioProvider } from "./scenario.ts";
export type { Account, Condition, Dialect, Flapping, Rule, Script, Span } from "./script.ts";
export { startScenario } from "./start-scenario.ts";
export type { RunningScenario, ScenarioOptions } from "./start-scenario.ts";
export { createVirtualClock } from "./virtual/clock.ts";
export type { VirtualClock, VirtualClockOptions } from "./virtual/clock.ts";
export type { Network } from "./virtual/network.ts";
export { createVirtualProvider } from "./virtual/provider.ts";
export type { VirtualProvider, VirtualProviderOptions } from "./virtual/provider.ts";
export { createVirtualScenario } from "./virtual/scenario.ts";
export type { VirtualScenario } from "./virtual/scenario.ts";
