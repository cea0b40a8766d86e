// The front door: HTTP/1.1 over sockets.

export { FieldSet, Fields, noFields } from "./codec/fields.ts";
export type { Framing } from "./codec/framing.ts";
export type { ByteRange, Forwarded } from "./codec/head-writer.ts";
export { defaultCodecLimits } from "./codec/limits.ts";
export type { CodecLimits } from "./codec/limits.ts";
export {
  isFieldValue,
  isTarget,
  joinPrepared,
  nothingPrepared,
  prepareFields,
  prependField,
} from "./codec/prepared-fields.ts";
export type { PreparedFields } from "./codec/prepared-fields.ts";
export { targetOf } from "./codec/request-head.ts";
export type { RequestHead } from "./codec/request-head.ts";
export type { ResponseHead } from "./codec/response-head.ts";
export { violationReason, violationStatus, violations } from "./codec/violation.ts";
export type { Violation } from "./codec/violation.ts";
export { defaultCallClocks } from "./sockets/call.ts";
export type {
  Call,
  CallClocks,
  CallOptions,
  OutgoingBody,
  OutgoingRequest,
  ResponseReader,
} from "./sockets/call.ts";
export type {
  Exchange,
  ExchangeEnd,
  Reply,
  ReplyFraming,
  ReplyHead,
  RequestHandler,
  RequestReader,
} from "./sockets/exchange.ts";
export { ClockWheel, Deadline, wheel } from "./sockets/clock-wheel.ts";
export type { Due, TimeSource } from "./sockets/clock-wheel.ts";
export type { Failure, FailureKind, Phases, Processed } from "./sockets/failure.ts";
export { TransportError, misuseCodes } from "./sockets/misuse.ts";
export type { MisuseCode } from "./sockets/misuse.ts";
export { createPool } from "./sockets/pool.ts";
export type { Origin, OriginAddress, Pool, PoolOptions } from "./sockets/pool-options.ts";
export type { Refusal } from "./sockets/plain-reply.ts";
export { proxyFromEnvironment } from "./sockets/proxy.ts";
export type { Proxy, ProxySettings } from "./sockets/proxy.ts";
export { listen } from "./sockets/server.ts";
export type { Server } from "./sockets/server.ts";
export { defaultServerClocks } from "./sockets/server-options.ts";
export type { ServerClocks, ServerOptions } from "./sockets/server-options.ts";
export type { Resolve, ResolvedAddress } from "./sockets/resolve.ts";
