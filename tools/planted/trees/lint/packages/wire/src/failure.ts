export interface Failure {
  readonly retryAt?: number;
}

export function failureFrom(retryAt: number): Failure {
  return { retryAt };
}
