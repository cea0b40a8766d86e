import type { Refusal } from "../encoder.ts";

/** An OpenAI refusal of a request that is wrong in itself. */
export function invalid(message: string, what: Pick<Refusal, "code" | "param"> = {}): Refusal {
  return { status: 400, message, ...what };
}
