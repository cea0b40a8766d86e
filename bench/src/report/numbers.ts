// Numbers as tables show them; what could not be measured is a dash.

export function whole(value: number): string {
  return Number.isFinite(value) ? Math.round(value).toLocaleString("en") : "-";
}

/** Three digits that mean something. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return "-";
  const size = Math.abs(value);
  return size >= 1000 ? whole(value) : value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

export function percent(part: number): string {
  return Number.isFinite(part) ? `${Math.round(part * 100)} %` : "-";
}

export function megabytes(bytes: number): string {
  return Number.isFinite(bytes) ? (bytes / 1024 / 1024).toFixed(1) : "-";
}
