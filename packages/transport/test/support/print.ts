/** Shows a figure that a test has measured; the runner's reports have no place for figures. */
export function print(line: string): void {
  process.stderr.write(`    ${line}\n`);
}

export function mb(value: number): string {
  return `${value.toFixed(0)} MB`;
}
