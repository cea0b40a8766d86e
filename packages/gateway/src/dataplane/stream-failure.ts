// A failure as the last word of a stream that has begun, in the client's dialect.

import { dialects } from "@holdfast/wire";
import type { CanonicalFailure, NeutralRequest } from "@holdfast/wire";
import type { Admitted } from "./admitted.ts";
import type { Plane } from "./plane.ts";

export function failureTextFor(admitted: Admitted, failure: CanonicalFailure, plane: Plane): string {
  const { model } = admitted.decided;
  const neutral = admitted.neutral();
  const nothing: NeutralRequest = { origin: admitted.dialect, model, isStreamed: true, turns: [] };
  const encoder = dialects[admitted.dialect].createStreamEncoder({
    request: neutral.kind === "decoded" ? neutral.value : nothing,
    model,
    idSeed: "failed",
    createdAt: Math.floor(plane.wallNow() / 1000),
    seal: plane.seal,
    scope: "",
  });
  return encoder.encode({ kind: "failure", failure });
}
