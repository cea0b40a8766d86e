import type { Dialect } from "../dialect.ts";
import { decodeError } from "./decode-error.ts";
import { decodeRequest } from "./decode-request.ts";
import { decodeResponse } from "./decode-response.ts";
import { createStreamDecoder } from "./decode-stream.ts";
import { encodeError } from "./encode-error.ts";
import { encodeRequest } from "./encode-request.ts";
import { encodeResponse } from "./encode-response.ts";
import { createStreamEncoder } from "./encode-stream.ts";
import { modelList } from "./model-list.ts";
import { rewriteProofs } from "./rewrite-proofs.ts";
import { tokenCount } from "./token-count.ts";
import { usageFrom } from "./usage.ts";

/** Google generateContent. */
export const gemini: Dialect = {
  name: "gemini",
  decodeRequest,
  encodeRequest,
  decodeResponse,
  encodeResponse,
  createStreamDecoder,
  createStreamEncoder,
  decodeError,
  usageFrom,
  encodeError,
  tokenCount,
  modelList,
  rewriteProofs,
};
