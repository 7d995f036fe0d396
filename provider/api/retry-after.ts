const MILLISECONDS_OF: Record<string, number> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/**
 * How long the server asks to wait: the header `Retry-After`, as seconds or as a date, else the window that the API
 * gateway's text names (`…limit:200,time:5 minute`).
 */
export function requestedWaitMs(
  retryAfter: string | undefined,
  message: string,
  serverNowMs: number,
): number | undefined {
  return (
    (retryAfter === undefined ? undefined : retryAfterMs(retryAfter.trim(), serverNowMs)) ?? windowMs(message)
  );
}

function retryAfterMs(value: string, serverNowMs: number): number | undefined {
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // Date.parse takes all sorts of things, such as "2.5"; an HTTP date begins with the day's name.
  const dateMs = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - serverNowMs);
}

function windowMs(message: string): number | undefined {
  const [, amount, unit] = /\btime:\s*(\d{1,6})\s*(second|minute|hour|day)/i.exec(message) ?? [];
  const ms = Number(amount) * Number(MILLISECONDS_OF[String(unit).toLowerCase()]);
  return Number.isNaN(ms) ? undefined : ms;
}
