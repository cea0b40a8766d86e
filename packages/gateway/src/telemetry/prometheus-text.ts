// Prometheus' text format, version 0.0.4.
// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format

export type Labels = Readonly<Record<string, string>>;

export interface Announced {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
}

export interface Sample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

/** Empty where there are no samples: a family that is only announced says nothing. */
export function familyText({ name, help, type }: Announced, samples: readonly Sample[]): string {
  if (samples.length === 0) return "";
  const lines = samples.map((sample) => `${sample.name}${labelText(sample.labels)} ${sample.value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

/** What tells one series of a family from another: they all have the same names, in the same order. */
export function seriesKey(labels: Labels): string {
  let key = "";
  for (const value of Object.values(labels)) key += `${value}\u0000`;
  return key;
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
