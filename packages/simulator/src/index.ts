// The front door: providers that say what a script tells them to.

export { createAuthority } from "./certificates/authority.ts";
export type { Authority, CertificateOptions, ServerCertificate } from "./certificates/authority.ts";
export { ScriptError } from "./check-script.ts";
export type { Clock } from "./clock.ts";
export { startProvider } from "./provider.ts";
export type { ProviderOptions, SimulatedProvider } from "./provider.ts";
export type { ProviderLimits, RecordedRequest } from "./recorder.ts";
export type {
  Answer,
  BytesAnswer,
  Condition,
  Dialect,
  EchoAnswer,
  Fault,
  HeaderEntry,
  Manner,
  Rule,
  SaidAnswer,
  Script,
  StatusFault,
  StopReason,
  ToolCall,
  Usage,
} from "./script.ts";
