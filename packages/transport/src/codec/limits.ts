/** Bounds on what a peer may make us keep. Sizes are bytes. */
export interface CodecLimits {
  /** Start line and header lines together, with their line ends. */
  readonly headBytes: number;
  readonly fieldCount: number;
  /** Chunk extensions of one body, together. */
  readonly extensionBytes: number;
  /** Trailer lines of one body, together. */
  readonly trailerBytes: number;
  /** 1xx answers before the final one. */
  readonly interimCount: number;
}

/** 64 KiB holds the largest real heads (long tokens, agent metadata) four times over; nginx allows 32 KiB, Node 16 KiB. */
export const defaultCodecLimits: CodecLimits = {
  headBytes: 64 * 1024,
  fieldCount: 256,
  extensionBytes: 16 * 1024,
  trailerBytes: 16 * 1024,
  interimCount: 16,
};
