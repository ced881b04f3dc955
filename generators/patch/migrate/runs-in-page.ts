import type { ts } from "ts-morph";
import type { TypeScript } from "../parse-source.js";

// Puppeteer, Playwright, Selenium, Electron: they send the function's text to a page.
const senders =
  /^(?:evaluate|evaluateHandle|evaluateAll|evaluateOnNewDocument|\$\$?eval|waitForFunction|addInitScript|executeScript|executeAsyncScript|executeJavaScript)$/;

/** Whether code lies in a function that a program sends to a browser's page. */
export function runsInPage(ts: TypeScript, node: ts.Node): boolean {
  for (let at = node; at.parent !== undefined; at = at.parent) {
    if (!ts.isFunctionLike(at) || !ts.isCallExpression(at.parent)) continue;
    const callee = at.parent.expression;
    if (ts.isPropertyAccessExpression(callee) && senders.test(callee.name.text)) return true;
  }
  return false;
}
