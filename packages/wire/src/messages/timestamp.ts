// Moments as RFC 3339 writes them, in seconds since 1970. The platform's own `Date` is not at hand in pure code.

const pattern = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

const daySeconds = 86_400;

/** Undefined where the text is no moment. */
export function parseTimestamp(text: string): number | undefined {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, , offsetHour, offsetMinute] = found.map(numberIn);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const time = (hour ?? 0) * 3600 + (minute ?? 0) * 60 + (second ?? 0);
  const offset = ((offsetHour ?? 0) * 60 + (offsetMinute ?? 0)) * 60 * (found[7] === "-" ? -1 : 1);
  return daysFrom(year, month, day) * daySeconds + time - offset;
}

/** Groups that took no part in a match are undefined, whatever the type says. */
function numberIn(group: string | undefined): number {
  return Number(group ?? 0);
}

export function formatTimestamp(seconds: number): string {
  const whole = Math.floor(seconds);
  const days = Math.floor(whole / daySeconds);
  const time = whole - days * daySeconds;
  const [year, month, day] = dateFrom(days);
  const clock = [Math.floor(time / 3600), Math.floor(time / 60) % 60, time % 60].map(twoDigits).join(":");
  return `${String(year).padStart(4, "0")}-${twoDigits(month)}-${twoDigits(day)}T${clock}Z`;
}

// Years begin in March here, so that the leap day is the last of them, and come in eras of 400, which are all alike.
// https://howardhinnant.github.io/date_algorithms.html
const eraDays = 146_097;
/** From the first of March of the year 0 to 1970. */
const epochDays = 719_468;

function daysFrom(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * eraDays + dayOfEra - epochDays;
}

function dateFrom(days: number): readonly [year: number, month: number, day: number] {
  const shifted = days + epochDays;
  const era = Math.floor(shifted / eraDays);
  const dayOfEra = shifted - era * eraDays;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = ((shiftedMonth + 2) % 12) + 1;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return [year, month, dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1];
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
