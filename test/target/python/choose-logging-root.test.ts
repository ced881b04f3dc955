import { describe, expect, it } from "vitest";
import { chooseLoggingRoot } from "../../../generators/target/python/choose-logging-root.js";

/** An entrypoint and one way in which it is run: `app/main.py app.main .` */
function entry(line: string) {
  const [file = "", module = "", searchPath = ""] = line.split(" ");
  return { file, sources: [], runs: [{ module, searchPath: searchPath.replace(/^\.$/, "") }] };
}

describe("the logging package goes where every entrypoint reaches it", () => {
  it.each<[dir: string, ...entries: string[]]>([
    [""],
    ["", "main.py __main__ ."],
    ["app", "app/main.py app.main ."],
    ["src", "src/app.py src.app ."],
    ["src", "src/main.py __main__ src"],
    ["src/pkg", "src/pkg/cli.py pkg.cli src"],
    ["my-svc", "my-svc/main.py __main__ my-svc"],
    ["", "manage.py __main__ ."],
    ["", "manage.py __main__ .", "proj/wsgi.py proj.wsgi ."],
    ["", "proj/wsgi.py proj.wsgi .", "manage.py __main__ ."],
    ["src", "src/conf/wsgi.py conf.wsgi src", "src/manage.py __main__ src"],
    ["app", "app/main.py app.main .", "app/worker/run.py app.worker.run ."],
    ["app", "app/worker/run.py app.worker.run .", "app/main.py app.main ."],
    ["app", "app/api/main.py app.api.main .", "app/worker/main.py app.worker.main ."],
    ["app", "app/main.py app.main .", "worker.py __main__ ."],
    ["", "main.py __main__ .", "jobs/nightly.py jobs.nightly ."],
    ["", "api/main.py api.main .", "jobs/main.py jobs.main ."],
    ["src", "src/main.py __main__ src", "src/worker.py __main__ src"],
    ["src/jobs", "src/main.py __main__ src", "src/jobs/nightly.py __main__ src/jobs"],
    ["mealie", "mealie/app.py app mealie", "mealie/main.py mealie.main ."],
    ["", "main.py services.api.main ../.."],
  ])("%j: %s %s", (dir, ...lines) => {
    expect(chooseLoggingRoot(lines.map(entry))).toEqual({ dir, unreached: [] });
  });

  it("names those that can't reach it, in the first one's folder", () => {
    const lines = ["a/x.py __main__ a", "b/y.py __main__ b", "a/z.py __main__ a"];
    expect(chooseLoggingRoot(lines.map(entry))).toEqual({ dir: "a", unreached: ["b/y.py"] });
  });

  it("counts every way in which one is run", () => {
    const app = {
      file: "svc/app.py",
      sources: [],
      runs: [
        { module: "svc.app", searchPath: "" },
        { module: "__main__", searchPath: "svc" },
      ],
    };
    expect(chooseLoggingRoot([app, entry("run.py __main__ .")])).toEqual({
      dir: "svc",
      unreached: [],
    });
  });
});
