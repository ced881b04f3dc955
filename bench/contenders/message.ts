/**
 * The message of a record: numbered, and with an end that tells a whole one from a torn one. Every tenth
 * is long, since some loggers keep what is above 200 bytes in a buffer.
 */
export function message(index: number): string {
  const detail = index % 10 === 9 ? long : "";
  return `record #${index}: order shipped${detail}, carrier informed, customer thanked.`;
}

const long = ", by way of a port, a warehouse and a post office".repeat(4);

let cachedTime = 0;
let cachedSecond = 0;
let second = "";
let stamp = "";

/** `2026-01-31 23:59:59.999`, local time, as cheaply as can be done by hand: made anew once a millisecond. */
export function showNow(): string {
  const time = Date.now();
  if (time !== cachedTime) setTime(time);
  return stamp;
}

function setTime(time: number): void {
  cachedTime = time;
  const wholeSecond = Math.floor(time / 1000);
  if (wholeSecond !== cachedSecond) second = showSecond(new Date(time));
  cachedSecond = wholeSecond;
  stamp = `${second}.${pad(time - wholeSecond * 1000, 3)}`;
}

function showSecond(date: Date): string {
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`;
  return `${day} ${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}:${pad(date.getSeconds(), 2)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
