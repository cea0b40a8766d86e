// What is measured: anything that can be started in front of an upstream and reached on a port.

export interface Subject {
  readonly name: string;
  /** Why it cannot be measured here, and what to do about it. */
  missing?(): string | undefined;
  plan(place: Place): SubjectPlan | Promise<SubjectPlan>;
}

export interface Place {
  readonly upstreamPort: number;
  /** A file with the certificate to trust, if the upstream speaks TLS. */
  readonly caFile?: string;
  /** A folder of its own; removed in the end. */
  readonly folder: string;
}

export type SubjectPlan =
  /** Nothing in between. */
  | { readonly kind: "none" }
  | {
      readonly kind: "process";
      readonly command: readonly string[];
      readonly environment?: Readonly<Record<string, string>>;
      readonly port: PortSource;
    };

export type PortSource =
  | { readonly kind: "known"; readonly port: number }
  /** The process prints it; the first group of the expression. */
  | { readonly kind: "printed"; readonly pattern: RegExp };
