export const used = 1;
export const neverImported = 2;
export const onlyTested = 3;
export interface NeverNamed {
  readonly name: string;
}
