// What a request is fitted to, and the shape of the passes that do it.

import type { Capabilities } from "../capabilities.ts";
import type { DialectName } from "../dialect-name.ts";
import type { Lossy } from "../loss.ts";
import type { NeutralRequest } from "../model/request.ts";

export interface FitTarget {
  readonly dialect: DialectName;
  readonly capabilities: Capabilities;
  /** Who will see the request: proofs of others are of no use there. */
  readonly scope: string;
  /** What becomes of thinking whose proof is of no use: it goes (the default), or stays as text of the answer. */
  readonly lostThinking?: "drop" | "text";
}

export type Fitted = Lossy<{ readonly request: NeutralRequest }>;

/**
 * Makes a request fit in one respect. A pass takes nothing out of the lists of turns, parts and tools: what has to go
 * becomes `gonePart` or `goneTool`, and is swept up at the end. So every loss is told by the place in the request as it came.
 */
export type Pass = (request: NeutralRequest, target: FitTarget) => Fitted;
