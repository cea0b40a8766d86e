// OpenAI Chat Completions, and whoever speaks it: hosted clouds, routers, local servers.

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
import { usageFrom } from "./usage.ts";

export const chat: Dialect = {
  name: "chat",
  decodeRequest,
  encodeRequest,
  decodeResponse,
  encodeResponse,
  createStreamDecoder,
  createStreamEncoder,
  decodeError,
  usageFrom,
  encodeError,
  tokenCount: undefined,
  modelList,
  rewriteProofs,
};
