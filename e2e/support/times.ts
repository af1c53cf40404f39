// Moments as clocks in two places show them, and the next change of clocks.
const HOUR = 3_600_000;

/** What a clock shows: day and time. */
export function shown(at: Date, zone: string): { day: string; time: string } {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at);
  const [day, time] = text.split(' ') as [string, string];
  return { day, time };
}

/** How far a clock is ahead of UTC, in hours. */
export function ahead(at: Date, zone: string): number {
  const { day, time } = shown(at, zone);
  return (Date.parse(`${day}T${time}:00Z`) - Math.floor(at.getTime() / 60_000) * 60_000) / HOUR;
}

/** The moment at which a clock shows this time. */
export function moment(day: string, time: string, zone: string): Date {
  const near = new Date(`${day}T${time}:00Z`);
  return new Date(near.getTime() - ahead(new Date(near.getTime() - ahead(near, zone) * HOUR), zone) * HOUR);
}

/**
 * The last day before the next change of clocks, and one after it; both are to come.
 * Days are compared at noon: a clock changes at night, and its day belongs to what comes after.
 */
export function aroundTheChange(zone: string): [string, string] {
  const noon = Math.floor(Date.now() / (24 * HOUR)) * 24 * HOUR + 12 * HOUR;
  const days = Array.from({ length: 360 }, (_, n) => new Date(noon + (n + 2) * 24 * HOUR));
  const first = days.findIndex((day, n) => n > 0 && ahead(day, zone) !== ahead(days[n - 1]!, zone));
  return [shown(days[first - 1]!, zone).day, shown(new Date(days[first]!.getTime() + 24 * HOUR), zone).day];
}
