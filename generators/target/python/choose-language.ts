/** Stub until the inspection is there. */
export function chooseLanguage(_root: string): "node" | "python" | { reason: string } {
  return "node";
}
