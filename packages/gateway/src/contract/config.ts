// The configuration file: every field that exists, with the words that the generated reference shows.
//
// Only shapes are here. What one field means for another (a chain that names a provider, two addresses that collide) is
// checked in ../config, where line and column are known.

import { z } from "zod";

/** The request formats that the gateway understands. */
export const dialects = ["messages", "chat", "responses", "gemini"] as const;

export type Dialect = (typeof dialects)[number];

export const providerKinds = ["anthropic", "openai", "gemini", "openai-compatible"] as const;

export type ProviderKind = (typeof providerKinds)[number];

const ProviderSchema = z
  .strictObject({
    kind: z
      .enum(providerKinds)
      .describe(
        "What the provider is. It decides where the provider lives, how to sign in and what it speaks.",
      ),
    base_url: z
      .string()
      .optional()
      .describe(
        "Where the provider lives, as the vendor's own SDK takes it, for example `https://api.openai.com/v1`. " +
          "http or https, without credentials, query or fragment. Required for `openai-compatible`.",
      ),
    keys: z
      .array(z.string().trim().describe("One API key, best written as `${VARIABLE}`."))
      .default([])
      .describe(
        "API keys. They share the load, and one that fails leaves it to the others. An entry that is empty after substitution, " +
          "such as an unset `${SECOND_KEY:-}`, is left out. `openai-compatible` needs none.",
      ),
    speaks: z
      .array(z.enum(dialects).describe("A request format."))
      .min(1)
      .optional()
      .describe(
        "The request formats that the provider understands, where that differs from its kind: " +
          "`anthropic` speaks messages, `openai` responses and chat, `gemini` gemini, `openai-compatible` chat.",
      ),
    models: z
      .record(z.string(), z.string().describe("The name that the provider knows the model by."))
      .default({})
      .describe(
        "Names that differ at this provider: the model's usual name, then the provider's own, " +
          "for example `claude-opus-5: my-deployment`.",
      ),
  })
  .describe("One provider. Its name is what chains refer to.");

const RouteSchema = z
  .strictObject({
    match: z
      .string()
      .min(1)
      .describe(
        "Which model names take this route. `*` stands for any run of characters, everything else for itself; " +
          "case counts. The first route that matches is taken.",
      ),
    chain: z
      .array(
        z
          .string()
          .describe("A `provider/model`; `provider/*` keeps the model name that the client asked for."),
      )
      .min(1)
      .describe(
        "Where requests go, in order of preference: the next road is taken when one fails before any content.",
      ),
    // Clients' own patience begins at some 30 seconds; proxies between us and them have less.
    hold_seconds: z
      .number()
      .min(0)
      .max(300)
      .default(10)
      .describe(
        "How long a stream's status line is held back while roads fail, so that the client can still get a real status. " +
          "After that a stream begins with comments, and still fails over until there is content.",
      ),
    whole: z
      .enum(["assembled", "passthrough"])
      .default("assembled")
      .describe(
        "How answers that the client wants whole are had: `assembled` asks the provider for a stream, so that the same " +
          "clocks protect it; `passthrough` asks for it whole and waits.",
      ),
    workflow: z
      .string()
      .optional()
      .describe("The workflow that requests on this route belong to where neither key nor header names one."),
  })
  .describe("One route.");

const WorkflowSchema = z
  .strictObject({
    owner: z.string().optional().describe("Who answers for it."),
    needs: z
      .string()
      .regex(/^\d{1,3}(\.\d+)?%$/, "is no percentage such as 99.9%")
      .optional()
      .describe("The uptime that it needs, such as `99.9%`."),
    criticality: z
      .enum(["high", "normal", "batch"])
      .default("normal")
      .describe("How much it matters: also its priority under overload."),
    accepts: z
      .array(z.string().describe("A model name; `*` stands for any run of characters."))
      .min(1)
      .optional()
      .describe("Models that are good enough; an answer of any other is marked degraded. Left out: any."),
    cost_per_minute: z.number().min(0).optional().describe("USD that a minute of its outage costs."),
  })
  .describe("Something that people run on these routes.");

const LimitsSchema = z
  .strictObject({
    // Anthropic takes 32 MB and OpenAI 50 MB in one request (both read in their documentation): above the larger.
    body_mb: z
      .number()
      .min(1)
      .max(1024)
      .default(64)
      .describe(
        "The largest request body, in megabytes of 1,048,576 bytes. A larger one is refused with 413.",
      ),
  })
  .describe("Bounds that protect the gateway itself.");

export const ConfigSchema = z
  .strictObject({
    listen: z
      .string()
      .default("127.0.0.1:4141")
      .describe(
        "Where SDKs and agents connect: `host:port` or `[::1]:port`; port 0 takes a free one. " +
          "An address that other machines can reach needs client keys: `holdfast keys create` makes them.",
      ),
    console: z
      .string()
      .default("127.0.0.1:4142")
      .describe("Where the console, health checks and metrics are served: a loopback address."),
    data: z
      .string()
      .min(1)
      .default("./holdfast-data")
      .describe("The folder of the embedded store, relative to where the gateway was started."),
    // Kubernetes kills 30 seconds after asking; streams that are still open then should have had an honest end before.
    drain_seconds: z
      .number()
      .min(0)
      .max(3600)
      .default(25)
      .describe("How long open requests may go on after the gateway was asked to stop."),
    limits: LimitsSchema.prefault({}),
    providers: z.record(z.string(), ProviderSchema).describe("Who can answer, by a name of your choice."),
    routes: z.array(RouteSchema).min(1).describe("Which model names go where. The first match wins."),
    workflows: z
      .record(z.string(), WorkflowSchema)
      .default({})
      .describe("What people run on the routes, by name: `x-holdfast-workflow` names one."),
    ledger: z
      .strictObject({
        keep_days: z
          .number()
          .min(1)
          .max(3650)
          .default(90)
          .describe("How long the record of a request is kept. Prompts and answers are never in it."),
      })
      .prefault({})
      .describe("The record of every request and attempt, in the embedded store."),
  })
  .describe("The configuration of Holdfast.");

/** A configuration that is valid and complete: defaults filled in, variables substituted. It holds secrets. */
export type Config = z.output<typeof ConfigSchema>;

export type ProviderConfig = Config["providers"][string];
