/** A key that a client signs in with here. The key itself is shown once, when it is made; only its hash is kept. */
export type ClientKey = {
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** SHA-256 of the key, in hex. */
  readonly hash: string;
  /** Globs on the model names that it may ask for; undefined: any. */
  readonly models: readonly string[] | undefined;
  readonly workflow: string | undefined;
  readonly requestsPerMinute: number | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly revokedAt: number | undefined;
};
