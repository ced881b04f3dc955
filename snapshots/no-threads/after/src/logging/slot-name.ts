/** `app`, `app~2`, `app~3`: the names under which processes of one service log. */
export function slotName(service: string, slot: number): string {
  return slot === 1 ? service : `${service}~${slot}`;
}

/** Reads the slot off a file's name: `app~2.log` is of slot 2, and `log` is left. */
export function readSlot(
  service: string,
  file: string,
): { slot: number; rest: string } | undefined {
  const match = file.startsWith(service) ? ending.exec(file.slice(service.length)) : null;
  return match === null ? undefined : { slot: Number(match[1] ?? 1), rest: match[2] ?? "" };
}

const ending = /^(?:~([2-9]|[1-9]\d{1,8}))?\.([\s\S]*)$/;
