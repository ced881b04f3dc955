import type { Answers } from "../answers/answers.js";
import { environments } from "../standard.js";

/** An environment variable that the service reads. */
export interface Variable {
  name: string;
  /** What it is set to when nobody says otherwise. */
  value: string;
  /** For the person who reads `.env.example`. */
  comment: string;
  /** Whether the service stops at its guard without it, in development too. */
  isRequired: boolean;
}

export const usualLogs = "./logs";

/** Every variable of the service, in the order of `.env.example`. */
export function listVariables({ name, children, standard }: Answers): Variable[] {
  const { variables, defaults } = standard;
  const words = `${environments.slice(0, -1).join(", ")} or ${environments.at(-1)}`;
  return [
    {
      name: variables.name,
      value: name,
      // No quotation mark in a comment: an unclosed one further up in the file would end there.
      comment: "Name of the service, and of its log file.",
      isRequired: true,
    },
    {
      name: variables.environment,
      value: "development",
      comment: `Where it runs: ${words}.`,
      isRequired: true,
    },
    {
      name: variables.logs,
      value: usualLogs,
      comment: "Directory of the log files. Required in testing and production.",
      isRequired: false,
    },
    {
      name: variables.maxSize,
      // Without the space: a shell that sources the file, or `docker --env-file`, would stumble over it.
      value: defaults.maxSize.replace(/\s+/g, ""),
      comment: "A log file is rotated before it grows past this: 500KB, 5MB, 1GiB.",
      isRequired: false,
    },
    {
      name: variables.maxFiles,
      value: String(defaults.maxFiles),
      comment: "Rotated log files that are kept besides the active one.",
      isRequired: false,
    },
    ...children.map((child) => ({
      name: `${variables.childPrefix}${child.descriptor}`,
      value: child.name,
      comment: `Name of the child process ${child.descriptor}, and of its log file.`,
      isRequired: true,
    })),
  ];
}
