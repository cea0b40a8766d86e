import { expect, test } from "bun:test";
import { configurationReference, page, referenceFrom } from "./configuration-reference.mjs";

test("docs/configuration.md is what the schema makes: `node scripts/configuration-reference.mjs` writes it", async () => {
  expect(await Bun.file(page).text()).toBe(await configurationReference());
});

test("a page tells of every field its type, its default and its words", () => {
  const text = referenceFrom({
    type: "object",
    required: ["needed"],
    properties: {
      needed: {
        type: "object",
        description: "Groups.",
        additionalProperties: {
          type: "object",
          description: "One group.",
          required: ["kind"],
          properties: {
            kind: {
              anyOf: [{ type: "string", enum: ["a", "b"] }, { type: "string" }],
              description: "Which.",
            },
            sizes: {
              type: "array",
              minItems: 1,
              default: [1],
              description: "How large.",
              items: { type: "number", minimum: 1, description: "A size." },
            },
          },
        },
      },
      rest: {
        type: "object",
        default: {},
        description: "The rest.",
        properties: { on: { type: "boolean" } },
      },
    },
  });
  expect(text.slice(text.indexOf("## "))).toBe(`## \`needed\`

By name: a group of fields. Required.

Groups.

### \`needed.NAME.kind\`

One of \`a\`, \`b\`. Required.

Which.

### \`needed.NAME.sizes\`

A list: a number, at least 1 (a size); at least 1. Default: \`[1]\`.

How large.

## \`rest\`

A group of fields.

The rest.

### \`rest.on\`

\`true\` or \`false\`.


`);
});
