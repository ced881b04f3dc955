import { inspect, types } from "node:util";
import { hide, isSecret, maskText } from "./masking.js";
import { className, listTelling, readData, readSize, readText } from "./read-data.js";

const maxLength = 300;
const maxStringLength = 150;
const maxDepth = 3;
const maxEntries = 10;
// Of one value, whatever its shape is.
const maxObjects = 30;

/**
 * A value on one line, much as `console` shows it. Runs none of the program's code: no getter, no trap
 * of a proxy, no method. What is named like a secret is masked.
 */
export function showValue(value: unknown): string {
  return cut(show(value, { depth: 0, objects: 0 }), maxLength);
}

interface Place {
  depth: number;
  objects: number;
}

function show(value: unknown, place: Place): string {
  if (typeof value === "string") return showString(value);
  if (typeof value === "function") return "[Function]";
  if (typeof value !== "object" || value === null) return inspect(value);
  if (types.isProxy(value)) return "[Proxy]";
  if (types.isDate(value)) return showDate(value);
  if (types.isNativeError(value)) {
    return `[${className(value) || "Error"}: ${cut(maskText(readText(value, "message")), maxStringLength)}]`;
  }
  const name = className(value);
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return `[${name}]`;
  place.objects += 1;
  if (place.depth >= maxDepth || place.objects > maxObjects) return `[${name || "Object"}]`;
  place.depth += 1;
  try {
    return showEntries(value, name, place);
  } finally {
    place.depth -= 1;
  }
}

function showEntries(value: object, name: string, place: Place): string {
  if (Array.isArray(value)) return enclose("[", showItems(value, place), value.length, "]");
  if (types.isMap(value)) {
    const entries = takeFirst(Map.prototype.entries.call(value) as Iterator<[unknown, unknown]>);
    const shown = entries.map(([key, item]) => {
      const isHidden = typeof key === "string" && isSecret(key);
      return `${show(key, place)} => ${isHidden ? hide(item) : show(item, place)}`;
    });
    return `Map ${enclose("{", shown, readSize(Map.prototype, value), "}")}`;
  }
  if (types.isSet(value)) {
    const items = takeFirst(Set.prototype.values.call(value) as Iterator<unknown>);
    const shown = items.map((item) => show(item, place));
    return `Set ${enclose("{", shown, readSize(Set.prototype, value), "}")}`;
  }
  const isPlain = name === "" || name === "Object";
  const keys = Object.keys(value);
  const shown = listTelling(value, keys, isPlain)
    .slice(0, maxEntries)
    .map((key) => `${showKey(key)}: ${showOf(value, key, place)}`);
  const text = enclose("{", shown, keys.length, "}");
  return isPlain ? text : `${name} ${text}`;
}

/** `[ 'authorization', '***' ]`: headers and arguments come in pairs. */
function showItems(list: unknown[], place: Place): string[] {
  const shown: string[] = [];
  let isNext = false;
  for (let index = 0; index < Math.min(list.length, maxEntries); index++) {
    const item = readData(list, String(index));
    shown.push(isNext ? hide(item) : showOf(list, String(index), place));
    isNext = typeof item === "string" && /^[\w.-]{1,60}$/.test(item) && isSecret(item);
  }
  return shown;
}

function showOf(owner: object, key: string, place: Place): string {
  const property = Object.getOwnPropertyDescriptor(owner, key);
  if (property === undefined) return "<empty>";
  if (isSecret(key) || (key === "value" && isNamedSecret(owner))) return hide(property.value);
  return "value" in property ? show(property.value, place) : "[Getter]";
}

/** `{ name: 'authorization', value: '***' }` */
function isNamedSecret(owner: object): boolean {
  return ["name", "key", "header"].some((label) => isSecret(readText(owner, label)));
}

function showKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? cut(key, 50) : inspect(cut(key, 50), oneLine);
}

const oneLine = { breakLength: Infinity };

function showString(value: string): string {
  // Masked before it is cut: of a password that is cut in two, one half would look like none.
  const masked = maskText(value.slice(0, 10 * maxStringLength));
  const shown = inspect(masked.slice(0, maxStringLength), oneLine);
  const rest = value.length - maxStringLength;
  return rest > 0 && masked.length > maxStringLength
    ? `${shown}... ${rest} more characters`
    : shown;
}

function showDate(date: Date): string {
  const time = Date.prototype.getTime.call(date);
  return Number.isNaN(time) ? "Invalid Date" : new Date(time).toISOString();
}

function enclose(open: string, shown: string[], count: number, close: string): string {
  const rest = count - shown.length;
  const parts = rest > 0 ? [...shown, `... ${rest} more`] : shown;
  return parts.length === 0 ? `${open}${close}` : `${open} ${parts.join(", ")} ${close}`;
}

function takeFirst<Item>(iterator: Iterator<Item>): Item[] {
  const items: Item[] = [];
  for (
    let next = iterator.next();
    !next.done && items.length < maxEntries;
    next = iterator.next()
  ) {
    items.push(next.value);
  }
  return items;
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text;
}
