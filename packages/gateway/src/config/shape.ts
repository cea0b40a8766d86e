// The schema's judgement on a document, in words for a person.

import { z } from "zod";
import { ConfigSchema } from "../contract/config.ts";
import { nearest } from "./nearest.ts";
import { isNotYet, notYetMessage } from "./not-yet.ts";
import type { Finding } from "./problem.ts";
import type { Path, Tree } from "./tree.ts";

type Issue = z.core.$ZodIssue;

export function findingsFrom(issue: Issue, tree: Tree): Finding[] {
  const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(path, key));
    case "invalid_value":
      return [invalidValue(path, issue.values.map(String), tree)];
    case "invalid_type":
      return [invalidType(path, issue.expected, tree)];
    case "too_small":
    case "too_big":
      return [wrongSize(path, tree)];
    default:
      return [{ path, message: issue.message }];
  }
}

/** Whether the schema wants a number at this path. */
export function wantsNumber(path: Path): boolean {
  return schemaAt(path) instanceof z.ZodNumber;
}

function unknownKey(path: Path, key: string): Finding {
  const here = { path: [...path, key], at: "key" } as const;
  if (isNotYet(path, key)) return { ...here, message: notYetMessage(key) };
  const schema = schemaAt(path);
  const allowed = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return { ...here, message: `\`${key}\` is not a known key`, allowed, nearest: nearest(key, allowed) };
}

function invalidValue(path: Path, allowed: readonly string[], tree: Tree): Finding {
  const value = tree.get(path);
  if (value === undefined) return { path, message: "is missing", allowed };
  const written = typeof value === "string" ? value : "";
  if (isNotYet(path, written)) return { path, message: notYetMessage(written), allowed };
  return { path, message: "is not one of the allowed values", allowed, nearest: nearest(written, allowed) };
}

const typeNames: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  number: "a number",
  object: "a mapping",
  record: "a mapping",
  string: "text",
};

function invalidType(path: Path, expected: string, tree: Tree): Finding {
  const value = tree.get(path);
  const wanted = typeNames[expected] ?? expected;
  if (value === undefined) return { path, message: path.length === 0 ? "the file is empty" : "is missing" };
  if (value === null) {
    return { path, message: path.length === 0 ? "the file is empty" : `has no value: ${wanted} is expected` };
  }
  const quotable = expected === "string" && typeof value !== "object";
  const subject = path.length === 0 ? "the file is" : "is";
  const advice = quotable ? ": put it in quotes" : "";
  return { path, message: `${subject} ${typeNameOf(value)}, where ${wanted} is expected${advice}` };
}

function typeNameOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  // YAML has .inf and .nan.
  if (typeof value === "number" && !Number.isFinite(value)) return "not a finite number";
  return typeNames[typeof value] ?? typeof value;
}

function wrongSize(path: Path, tree: Tree): Finding {
  const schema = schemaAt(path);
  if (!(schema instanceof z.ZodNumber) || typeof tree.get(path) !== "number") {
    return { path, message: "is empty" };
  }
  return { path, message: "is out of range", allowed: [`${schema.minValue} to ${schema.maxValue}`] };
}

function schemaAt(path: Path): unknown {
  let schema: unknown = ConfigSchema;
  for (const step of path) schema = unwrapped(childSchema(schema, step));
  return schema;
}

function childSchema(schema: unknown, step: string | number): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[step];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

function unwrapped(schema: unknown): unknown {
  const isWrapper =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return isWrapper ? unwrapped(schema.unwrap()) : schema;
}
