// Faults of keys and accounts that are in order.

import { oneOf } from "../reading/values.ts";
import type { FaultEntry } from "./entry.ts";
import type { CredentialFault, Plain } from "./fault.ts";
import { wordsFor } from "./words.ts";

export const authRefused: FaultEntry<Extract<CredentialFault, { readonly kind: "auth-refused" }>> = {
  what: "a good key is refused",
  fields: { status: oneOf([401, 403]) },
  refusal({ status = 401 }, struck) {
    if (status === 403) {
      return wordsFor(struck, {
        messages: { status, message: "Request not allowed" },
        openai: { status, code: null, message: "You have insufficient permissions for this operation." },
        gemini: { status },
      });
    }
    return wordsFor(struck, {
      messages: { status },
      openai: {
        status,
        message:
          "Incorrect API key provided: sk-simul*****. You can find your API key at https://platform.openai.com/account/api-keys.",
      },
      gemini: { status },
    });
  },
};

export const billing: FaultEntry<Plain<"billing">> = {
  what: "an account that pays is said not to",
  fields: {},
  refusal: (_fault, struck) =>
    wordsFor(struck, {
      messages: {
        status: 402,
        message:
          "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.",
      },
      openai: {
        status: 429,
        type: "billing_not_active",
        code: "billing_not_active",
        message: "Your account is not active, please check your billing details on our website.",
      },
      gemini: {
        status: 403,
        message:
          "This API method requires billing to be enabled. Please enable billing on project #000000000000.",
        details: [
          {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            reason: "BILLING_DISABLED",
            domain: "googleapis.com",
          },
        ],
      },
    }),
};
