import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf } from "../parse-python.js";
import type { PythonModule } from "./module.js";
import { originOf, type Project } from "./project.js";
import { readCall } from "./read-call.js";

// What only looks, or makes something that nobody sees: no set-up is missed when it is not run.
const functions =
  /^(?:builtins\.(?:int|str|bool|float|len|getattr|hasattr|isinstance|dict|list|set|tuple|min|max|repr|sorted|issubclass|callable)|os\.(?:getenv|environ\.get|getpid|getcwd|cpu_count|path\.\w+|fspath)|pathlib\.(?:Pure)?(?:Posix|Windows)?Path(?:\.cwd|\.home)?|datetime\.(?:datetime\.|date\.)?(?:now|today|utcnow|strftime)|time\.(?:time|strftime|localtime)|socket\.gethostname|platform\.\w+|sys\.stdout\.isatty|sys\.stderr\.isatty|logging\.(?:getLogger|getLevelName|Formatter)|logging\.root\.manager\.loggerDict\.\w+|uvicorn\.logging\.\w+Formatter)$/;
const methods =
  /^(?:strip|lstrip|rstrip|lower|upper|title|format|replace|split|join|joinpath|resolve|absolute|expanduser|with_suffix|with_name|with_stem|strftime|isoformat|exists|is_dir|is_file|get|startswith|endswith|isatty|as_posix|hasHandlers|isEnabledFor|keys|values|items|copy)$/;
const plain =
  /^(?:VariableName|PropertyName|String|ContinuedString|FormatString|FormatReplacement|FormatSpec|FormatConversion|FormatSelfDoc|Number|Boolean|None|Ellipsis|MemberExpression|BinaryExpression|UnaryExpression|ConditionalExpression|ParenthesizedExpression|TupleExpression|ArrayExpression|SetExpression|DictionaryExpression|\w*Comprehension\w*|LambdaExpression|Comment)$/;

/** Whether nothing is missed when an expression is not evaluated. `isOurs` knows more calls of that kind. */
export function isPure(
  project: Project,
  module: PythonModule,
  node: SyntaxNode,
  isOurs: (call: SyntaxNode) => boolean = () => false,
): boolean {
  // Nothing of it is run where it stands.
  if (node.name === "LambdaExpression") return true;
  if (node.name === "CallExpression") {
    const call = readCall(module.source, node);
    if (call === undefined) return false;
    const given = childrenOf(node).find(({ name }) => name === "ArgList");
    const parts = given ? childrenOf(given) : [];
    const isGivenPure = parts.every((part) => isPart(project, module, part, isOurs));
    if (!isGivenPure) return false;
    if (isOurs(node)) return true;
    if (functions.test(originOf(project, module, call.callee) ?? "")) return true;
    const [object, , name] = childrenOf(call.callee);
    return (
      call.callee.name === "MemberExpression" &&
      object !== undefined &&
      name?.name === "PropertyName" &&
      methods.test(textOf(module.source, name)) &&
      isPure(project, module, object, isOurs)
    );
  }
  if (!plain.test(node.name)) return false;
  return childrenOf(node).every((child) => isPart(project, module, child, isOurs));
}

// Signs and words of the language are no expressions.
function isPart(
  project: Project,
  module: PythonModule,
  node: SyntaxNode,
  isOurs: (call: SyntaxNode) => boolean,
): boolean {
  const isSign = node.firstChild === null && !/Expression|Statement|⚠/.test(node.name);
  return isSign || isPure(project, module, node, isOurs);
}
