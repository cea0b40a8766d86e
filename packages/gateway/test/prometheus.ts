// Reads the text format as strictly as a scraper may, and fails where one would.
// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format

export interface Scraped {
  readonly type: string;
  readonly help: string;
  /** By name and labels, as they are written. */
  readonly samples: ReadonlyMap<string, number>;
}

const suffixes = { histogram: ["_bucket", "_sum", "_count"], counter: [""], gauge: [""] } as const;

/** By family. Throws at what is not the format. */
export function scrape(text: string): ReadonlyMap<string, Scraped> {
  const families = new Map<string, { type: string; help: string; samples: Map<string, number> }>();
  let current: string | undefined;
  if (text !== "" && !text.endsWith("\n")) throw new Error("The last line has no end.");
  for (const line of text.split("\n").slice(0, -1)) {
    const [, help, explained] = /^# HELP ([a-z_]+) (.+)$/.exec(line) ?? [];
    if (help !== undefined && explained !== undefined) {
      if (families.has(help)) throw new Error(`${help} is announced twice.`);
      families.set(help, { type: "", help: explained, samples: new Map() });
      current = help;
      continue;
    }
    const family = families.get(current ?? "");
    if (current === undefined || family === undefined) throw new Error(`Nothing announced: ${line}`);
    const [, typed, type] = /^# TYPE ([a-z_]+) (counter|gauge|histogram)$/.exec(line) ?? [];
    if (typed !== undefined && type !== undefined) {
      if (typed !== current || family.samples.size > 0) throw new Error(`Not where it belongs: ${line}`);
      family.type = type;
      continue;
    }
    const [series, value] = sampleIn(line, current, family.type);
    if (family.samples.has(series)) throw new Error(`Told twice: ${series}`);
    family.samples.set(series, value);
  }
  for (const [name, { type, samples }] of families) if (type === "histogram") checkHistogram(name, samples);
  return families;
}

const label = String.raw`[a-z_]+="(?:[^"\\\n]|\\["\\n])*"`;
const sample = new RegExp(String.raw`^(([a-z_]+)(?:\{${label}(?:,${label})*\})?) ([-+.\deInfNa]+)$`);

function sampleIn(line: string, family: string, type: string): [string, number] {
  const [, series, name = "", text] = sample.exec(line) ?? [];
  const isKnown = type === "histogram" || type === "counter" || type === "gauge";
  if (series === undefined || !isKnown) throw new Error(`Not a sample: ${line}`);
  const isOurs = suffixes[type].some((suffix) => name === family + suffix);
  if (!isOurs) throw new Error(`Not of ${family}: ${line}`);
  const value = Number(text);
  if (Number.isNaN(value)) throw new Error(`No number: ${line}`);
  return [series, value];
}

/** Buckets rise, in the order of their edges; the last one is all, and the count says the same. */
function checkHistogram(name: string, samples: ReadonlyMap<string, number>): void {
  const buckets = Map.groupBy(
    [...samples].flatMap(([series, value]) => {
      const [, labels = "", edge] = new RegExp(`^${name}_bucket\\{(.*,)?le="(.+)"\\}$`).exec(series) ?? [];
      return edge === undefined ? [] : [{ labels, edge: edge === "+Inf" ? Infinity : Number(edge), value }];
    }),
    ({ labels }) => labels,
  );
  if (buckets.size === 0) throw new Error(`${name} has no buckets.`);
  for (const [labels, all] of buckets) {
    for (const [index, { edge, value }] of all.entries()) {
      const before = all[index - 1];
      if (before !== undefined && (before.edge >= edge || before.value > value)) {
        throw new Error(`${name}{${labels}} falls at ${edge}.`);
      }
    }
    const last = all.at(-1);
    const rest = labels === "" ? "" : `{${labels.slice(0, -1)}}`;
    const count = samples.get(`${name}_count${rest}`);
    if (last?.edge !== Infinity || last.value !== count || !samples.has(`${name}_sum${rest}`)) {
      throw new Error(`${name}${rest} does not add up.`);
    }
  }
}
