import path from "node:path";
import { beforeAll, describe, test } from "vitest";
import { type Edit, expectEdit } from "../helpers/check-edits.js";
import { barePython, scaffold } from "../helpers/check-services.js";
import { python } from "../helpers/python-package.js";

process.env["VIRTUAL_ENV"] = path.resolve(path.dirname(python), "..");

/**
 * Edits of a person who means well; each breaks something that the standard asks. What is looked at by a program that
 * is the same in Node has its edits there.
 */
const edits: Edit[] = [
  {
    title: "a buffer that is written when it is full",
    file: "log_file.py",
    text: "        written = 0\n",
    by: `        held = self.__dict__.setdefault("held", [])
        held.append(data)
        if len(held) < 30:
            return
        data = b"".join(held)
        held.clear()
        written = 0
`,
    red: "EXIT-1 EXIT-6",
    green: "ENV-1 MODE-6",
  },
  {
    title: "a guard that only warns",
    file: "start.py",
    text: /^ {8}_refuse_to_start\(.*\n/m,
    by: "        return print(reading.problems)\n",
    red: "ENV-1 ENV-4 ENV-6",
    green: "MODE-1",
  },
  {
    title: "no stop record",
    file: "ending.py",
    text: "    atexit.register(log_stop)\n",
    by: "",
    red: "EXIT-3 EXIT-4",
    green: "EXIT-1 EXIT-6",
  },
  {
    title: "a sys.exit that nobody notes",
    file: "ending.py",
    text: "    sys.exit = _note_exit\n",
    by: "",
    red: "EXIT-4",
    green: "EXIT-3",
  },
  {
    title: "a helper that exits with 0",
    file: "exit_helper.py",
    text: "code: int = 1",
    by: "code: int = 0",
    red: "EXIT-2",
    green: "EXIT-1",
  },
  {
    title: "a helper that ends its thread alone",
    file: "ending.py",
    text: "    os._exit(code)\n",
    by: "    raise SystemExit(code)\n",
    red: "EXIT-1",
    green: "EXIT-3",
  },
  {
    title: "a signal that becomes an exit",
    file: "signals.py",
    text: "os.kill(os.getpid(), number)",
    by: "os._exit(0)",
    red: "EXIT-5",
    green: "CRASH-2",
  },
  {
    title: "a limit that is counted in characters",
    file: "file_sink.py",
    text: "len(data))",
    by: "len(lines))",
    red: "FILE-3",
    green: "FILE-1",
  },
  {
    title: "a file that is never looked at again",
    file: "file_sink.py",
    text: "not (file.path == path and file.is_in_place())",
    by: "False",
    red: "FILE-7",
    green: "FILE-1",
  },
  {
    title: "a log that everybody may read",
    file: "settings.py",
    text: "0o640",
    by: "0o644",
    red: "FILE-8",
    green: "FILE-1",
  },
  {
    title: "no queue",
    file: "sinks.py",
    text: "    if not pipeline.is_direct:\n",
    by: "    pipeline.is_direct = True\n    if not pipeline.is_direct:\n",
    red: "PROC-1",
    green: "PROC-2 EXIT-6",
  },
  {
    title: "one thread that logs",
    file: "pipeline.py",
    text: "            self._waiting.append(record)\n",
    by: "            if threading.current_thread() is threading.main_thread():\n                self._waiting.append(record)\n",
    red: "PROC-2 CRASH-1",
    green: "PROC-1",
  },
  {
    title: "a fork that goes on with what it has inherited",
    file: "start.py",
    text: /^ {4}follow_forks\(.*\n/m,
    by: "",
    red: "PROC-3",
    green: "PROC-1",
  },
  {
    title: "a state for each copy of the folder",
    file: "state.py",
    text: 'vars(sys).setdefault("_create_logging", LoggingState())',
    by: "LoggingState()",
    red: "PROC-4",
    green: "MODE-2",
  },
  {
    title: "continuation lines at column 0",
    file: "line.py",
    text: 'return "\\n    "',
    by: 'return "\\n"',
    red: "FMT-6",
    green: "FMT-2 FMT-4",
  },
  {
    title: "no function names, and UTC",
    file: "record.py",
    text: /"time": Clock\(record\["time"\]\),([\s\S]*?)contain\(record\["function"\]\)/,
    by: '"time": Clock(record["time"].astimezone(__import__("datetime").timezone.utc)),\n        "level": record["level"].name,\n        "name": contain(record["module"]),\n        "module": contain(record["module"]),\n        "function": "?"',
    red: "FMT-4 FMT-5",
    green: "FMT-1 FMT-2",
  },
  {
    title: "no hook",
    file: "start.py",
    text: "    log_crashes()\n",
    by: "",
    red: "CRASH-1 CRASH-6",
    green: "CRASH-2 EXIT-6",
  },
  {
    title: "a hook that forgets the one before",
    file: "excepthook.py",
    text: "_Hooks.main is not sys.__excepthook__",
    by: "False",
    red: "CRASH-6",
    green: "CRASH-1",
  },
  {
    title: "Ctrl+C as a crash",
    file: "excepthook.py",
    text: "issubclass(kind, KeyboardInterrupt)",
    by: "False",
    red: "CRASH-2",
    green: "CRASH-1",
  },
  {
    title: "no backtrace",
    file: "sinks.py",
    text: "backtrace=True",
    by: "backtrace=False",
    red: "CRASH-3",
    green: "CRASH-4",
  },
  {
    title: "no values",
    file: "sinks.py",
    text: "diagnose=diagnose",
    by: "diagnose=False",
    red: "CRASH-4 CRASH-5",
    green: "CRASH-3",
  },
  {
    title: "values without a mask",
    file: "masking.py",
    text: "return secrets.search(name) is not None",
    by: "return False",
    red: "CRASH-5",
    green: "CRASH-4",
  },
  {
    title: "a child with its parent's name",
    file: "child_process.py",
    text: "variables.name: name or",
    by: "variables.name: state.service or",
    red: "CHILD-1 CHILD-2",
    green: "CHILD-3",
  },
  {
    title: "a child whose signal nobody tells",
    file: "child_process.py",
    text: "if code is None or code == 0:",
    by: "if code is None or code <= 0:",
    red: "CHILD-3",
    green: "ENV-6",
  },
  {
    title: "a line on stderr for each record that is lost",
    file: "outage.py",
    text: "if self.dropped == 0:",
    by: "if True:",
    red: "FAULT-1",
    green: "FAULT-2",
  },
  {
    title: "retention that raises",
    file: "rotation.py",
    text: "        pass  # what can't be deleted keeps no other file from it\n",
    by: "        raise\n",
    red: "FAULT-2",
    green: "FAULT-1",
  },
  {
    title: "values that raise into the program",
    file: "start.py",
    text: "    make_calls_safe(pipeline, mode.level)\n",
    by: "",
    red: "FAULT-3",
    green: "FMT-2",
  },
  {
    title: "a reader of stderr that must be there",
    file: "terminal_sink.py",
    text: "        except OSError:\n            return False\n    _Stderr",
    by: "        except OSError:\n            os._exit(1)\n    _Stderr",
    red: "FAULT-4",
    green: "MODE-1",
  },
];

let untouched: string;
beforeAll(async () => {
  untouched = await scaffold(barePython.script);
});

describe.concurrent("check of a Python project turns red by an edit", () => {
  test.each(edits)("$title: $red", async (edit) => {
    await expectEdit(untouched, "app_logging", edit);
  });
});
