// The front door: bytes to meaning and back.

export type { Capabilities } from "./capabilities.ts";
export { capabilitiesFor } from "./catalogue/capabilities-for.ts";
export { createCatalogue } from "./catalogue/create-catalogue.ts";
export { createLearned } from "./catalogue/learned.ts";
export type { Known, Learned, LearnedAt } from "./catalogue/learned.ts";
export { lessonFrom } from "./catalogue/lesson-from.ts";
export type { Lesson } from "./catalogue/lesson-from.ts";
export { lookUp } from "./catalogue/look-up.ts";
export type { Catalogue } from "./catalogue/look-up.ts";
export { modelIdAt } from "./catalogue/model-id-at.ts";
export { priceOf } from "./catalogue/price-of.ts";
export { dialectNames } from "./dialect-name.ts";
export type { DialectName } from "./dialect-name.ts";
export type {
  Decoded,
  Dialect,
  ModelEntry,
  OpenProof,
  ReplyContext,
  SealProof,
  StreamEncoder,
} from "./dialect.ts";
export { dialects } from "./dialects.ts";
export { failureKinds } from "./failure.ts";
export type { CanonicalFailure, EncodedFailure, FailureKind } from "./failure.ts";
export { fit } from "./fit/fit.ts";
export { noToolNames } from "./fit/tool-names.ts";
export type { ToolNames } from "./fit/tool-names.ts";
export { translateRequest } from "./hub/translate-request.ts";
export type { TranslatedRequest } from "./hub/translate-request.ts";
export { readResponse, writeResponse } from "./hub/translate-response.ts";
export { createStreamReader, createStreamWriter } from "./hub/translate-stream.ts";
export { faultReasons } from "./json/body-fault.ts";
export { isObject, parseJson } from "./json/value.ts";
export type { JsonObject, JsonValue } from "./json/value.ts";
export type { Loss } from "./loss.ts";
export type { StreamEvent } from "./model/event.ts";
export type { Proof } from "./model/part.ts";
export type { NeutralRequest } from "./model/request.ts";
export type { NeutralResponse, Usage } from "./model/response.ts";
export { hasProofMarker } from "./proof-marker.ts";
export { proofMarker } from "./proofs.ts";
export { modelSizeLimit, readRoutingFields, repetitionLimit } from "./routing-fields.ts";
export type { BodyFault, ByteRange, FaultReason, RoutingFields } from "./routing-fields.ts";
export { joinPieces, spliceModel } from "./splice-model.ts";
export type { SplicedBody } from "./splice-model.ts";
export { spliceStream } from "./splice-stream.ts";
export { createAssembler, mergeUsage } from "./stream/assembler.ts";
export { eventsOf } from "./stream/replay.ts";
export { createBedrockMessages } from "./stream/bedrock-messages.ts";
export { createSseParser } from "./stream/sse-parser.ts";
export { withoutField } from "./strip/without-field.ts";
export { withoutProofs } from "./strip/without-proofs.ts";
export { estimateTokens } from "./token-estimate.ts";
export { watchStream } from "./watch/stream-watcher.ts";
export { createNativeWhole } from "./whole/native.ts";
export { readWholeAnswer } from "./whole/read-whole-answer.ts";
