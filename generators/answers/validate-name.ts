const maxBytes = 200;

/**
 * What keeps a text from being a service's name, as the end of a sentence that starts with it; undefined for a
 * good one. The name is the stem of the log file, so it must be a plain file name (ENV-5).
 */
export function nameFault(name: string): string | undefined {
  if (name.trim() === "") return "is blank";
  if (name === "." || name === "..") return "is a folder, not a file name";
  if (name.includes("/")) return "has a '/'";
  if (name.includes("\\")) return "has a '\\'";
  const control = /\p{Cc}/u.exec(name)?.[0];
  if (control !== undefined) return `has a control character (${codePoint(control)})`;
  if (/\p{Surrogate}/u.test(name)) return "has half a character in it (a lone surrogate)";
  const bytes = Buffer.byteLength(name);
  if (bytes > maxBytes)
    return `is ${bytes} bytes long, ${maxBytes} are the most a log file's name can take`;
  return undefined;
}

function codePoint(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
