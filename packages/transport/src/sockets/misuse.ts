/** What a handler can do wrong with an exchange or a call. */
export const misuseCodes = [
  "reply-repeated",
  "write-after-end",
  "reply-length-exceeded",
  "reply-length-short",
  "body-length-exceeded",
  "body-length-short",
  "status-invalid",
  "framing-invalid",
  "field-invalid",
  "method-invalid",
  "target-invalid",
  "address-invalid",
  "buffer-overrun",
] as const;

export type MisuseCode = (typeof misuseCodes)[number];

/** A broken promise of the code that uses the transport; never the fault of a peer. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  readonly code: MisuseCode;

  constructor(code: MisuseCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The reporter of faults that is itself safe to call: a report that throws would fault what it reports on. */
export function safeReporter(report: ((error: unknown) => void) | undefined): (error: unknown) => void {
  if (report === undefined) return () => undefined;
  return (error) => {
    try {
      report(error);
    } catch {
      // There is nobody left to tell.
    }
  };
}
