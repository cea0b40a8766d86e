export { dialects } from "./dialects.ts";
export type { Dialect, DialectName } from "./dialects.ts";
export { failureKinds } from "./failure.ts";
export type { CanonicalFailure, EncodedFailure, FailureKind } from "./failure.ts";
export { faultReasons } from "./json/body-fault.ts";
export { modelSizeLimit, readRoutingFields, repetitionLimit } from "./routing-fields.ts";
export type { BodyFault, ByteRange, FaultReason, RoutingFields } from "./routing-fields.ts";
export { joinPieces, spliceModel } from "./splice-model.ts";
export type { SplicedBody } from "./splice-model.ts";
