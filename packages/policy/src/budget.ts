// What may be spent on second tries, so that they never become the outage.

/** Two purses a provider: `retry` for the same provider once more, `race` for a road beside one that is late. */
export interface Budgets {
  /** A first attempt: it fills the purses. */
  readonly deposit: (provider: string) => void;
  /** Takes one; `false` where there is none. */
  readonly takeRetry: (provider: string) => boolean;
  readonly takeRace: (provider: string) => boolean;
  readonly mayRetry: (provider: string) => boolean;
}

export interface BudgetSettings {
  /** Second tries that every first one pays for. */
  readonly retryShare: number;
  readonly raceShare: number;
  /** What a purse holds at the start and at most: a quiet gateway must be able to retry too. */
  readonly purse: number;
}

/** One retry for ten requests, one race for five, and ten of each in reserve. */
export const usualBudgets: BudgetSettings = { retryShare: 0.1, raceShare: 0.2, purse: 10 };

interface Purse {
  retry: number;
  race: number;
}

export function createBudgets({ retryShare, raceShare, purse }: BudgetSettings): Budgets {
  const purses = new Map<string, Purse>();
  const of = (provider: string): Purse => {
    const known = purses.get(provider);
    if (known !== undefined) return known;
    const fresh = { retry: purse, race: purse };
    purses.set(provider, fresh);
    return fresh;
  };
  const take = (provider: string, what: keyof Purse): boolean => {
    const own = of(provider);
    if (own[what] < 1) return false;
    own[what] -= 1;
    return true;
  };
  return {
    deposit(provider) {
      const own = of(provider);
      own.retry = Math.min(purse, own.retry + retryShare);
      own.race = Math.min(purse, own.race + raceShare);
    },
    takeRetry: (provider) => take(provider, "retry"),
    takeRace: (provider) => take(provider, "race"),
    mayRetry: (provider) => of(provider).retry >= 1,
  };
}
