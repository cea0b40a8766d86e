// Looks for an event stream that is not read as the standard says, or not the same however it is cut.
//
//   npx bun packages/wire/fuzz/sse.fuzz.ts --seconds 60 --seed 7

import { mutate } from "../test/mutation.ts";
import { lawBrokenByLimit, lawBrokenByReading } from "../test/sse-laws.ts";
import { cut, writeRoughStream } from "../test/stream-writer.ts";
import { fuzzStreams } from "./fuzzing.ts";

fuzzStreams("sse", (choose) => {
  const written = writeRoughStream(choose);
  const chunks = cut(choose(3) === 1 ? mutate(written, choose) : written, choose);
  const limit = 1 + choose(80);
  return { chunks, broken: () => lawBrokenByReading(chunks) ?? lawBrokenByLimit(chunks, limit) };
});
