export interface IniSection {
  name: string;
  /** 1-based. */
  line: number;
  entries: { key: string; value: string; line: number }[];
}

/** Reads setup.cfg, supervisor's and uWSGI's files; a line that is indented goes on with the value above. */
export function readIni(text: string): IniSection[] {
  const sections: IniSection[] = [];
  for (const [index, written] of text.split(/\r?\n/).entries()) {
    const line = written.trim();
    if (line === "" || /^[#;]/.test(line)) continue;
    const name = /^\[([^\]]+)\]/.exec(line)?.[1];
    const section = sections.at(-1);
    if (name !== undefined) sections.push({ name, line: index + 1, entries: [] });
    else if (/^\s/.test(written) && section?.entries.at(-1) !== undefined) {
      const last = section.entries.at(-1);
      if (last !== undefined) last.value = `${last.value}\n${line}`.trim();
    } else {
      const [, key, value = ""] = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
      if (key !== undefined) section?.entries.push({ key, value, line: index + 1 });
    }
  }
  return sections;
}

/** The value of a key, of the first section of that name. */
export function iniValue(sections: IniSection[], name: string, key: string): string | undefined {
  return sections
    .find((section) => section.name === name)
    ?.entries.find((entry) => entry.key === key)?.value;
}
